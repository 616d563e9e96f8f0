"""Whether what keeps the trail from being changed still stands in the database.

The owner of the tables can take it down, and put it up again afterwards: what was changed meanwhile
is found by the codes and checkpoints. This finds that it is down.
"""

from collections.abc import Iterator

from django.db import connections

_TRIGGERS = {
    ("audit_event", "audit_event_named"),
    ("audit_event", "audit_request_seal"),
    ("audit_event", "audit_refuse_change"),
    ("audit_seal", "audit_give_seal"),
    ("audit_seal", "audit_refuse_change"),
}
_TABLES = ["audit_event", "audit_seal"]

_STANDING = """
    SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relname = ANY (%s) AND c.relnamespace = 'public'::regnamespace
      AND t.tgenabled IN ('O', 'A') AND NOT t.tgisinternal
"""
_UNFORCED = """
    SELECT relname FROM pg_class WHERE relname = ANY (%s)
      AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)
"""
_RULES = "SELECT tablename, rulename FROM pg_rules WHERE tablename = ANY (%s)"
_TIES = """
    SELECT conname FROM pg_constraint WHERE contype = 'f'
      AND (conrelid::regclass::text = ANY (%s) OR confrelid::regclass::text = ANY (%s))
"""
_RIGHTS = """
    SELECT who, table_name, may FROM unnest(ARRAY['rowan_app', 'rowan_audit']) who,
      unnest(%s::text[]) table_name, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) may
    WHERE has_table_privilege(who, 'public.' || table_name, may)
"""
_UNAUDITED = """
    SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = 'audit_require_event' AND t.tgenabled NOT IN ('O', 'A')
"""


def down() -> Iterator[str]:
    """Say of each guard that does not stand what it is."""
    standing = set(_asked(_STANDING, _TABLES))
    for table, trigger in sorted(_TRIGGERS - standing):
        yield f"{table}: the trigger {trigger} is off or gone"
    for table, trigger in sorted(standing - _TRIGGERS):
        yield f"{table}: the trigger {trigger} is none of Rowan's"
    for (table,) in _asked(_UNFORCED, _TABLES):
        yield f"{table}: row-level security is not forced"
    for table, rule in _asked(_RULES, _TABLES):
        yield f"{table}: the rule {rule} is none of Rowan's"
    for (name,) in _asked(_TIES, _TABLES, _TABLES):
        yield f"the foreign key {name} ties the trail to another table"
    for role, table, may in _asked(_RIGHTS, _TABLES):
        yield f"{table}: {role} has the right to {may}"
    for (table,) in _asked(_UNAUDITED):
        yield f"{table}: rows can be written without an event"


def _asked(query: str, *given: list[str]) -> list[tuple[str, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, given)
        found: list[tuple[str, ...]] = cursor.fetchall()
        return found
