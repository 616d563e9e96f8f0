"""Who commissions places from whom: the one read of provision across organisations.

Each provider's records can be read only inside that provider. To know which providers to enter
for an authority's return, provision, which is clear, is read as the register.
"""

from datetime import date
from uuid import UUID

from django.db import connection

from accommodation import authorities
from accounts.register import reading_the_register

_COMMISSIONED = """
    SELECT DISTINCT authority_code, organisation_id, commissioned_from, commissioned_to
    FROM accommodation_provision
    WHERE authority_code <> ''
      AND (commissioned_from IS NULL OR commissioned_from <= %s)
      AND (commissioned_to IS NULL OR commissioned_to >= %s)
"""


def commissions(first: date, last: date) -> dict[str, list[UUID]]:
    """Authorities with provision commissioned on any of these days, and who provides it.

    By authority code, in order; a commission begins and ends at the latest with its authority.
    """
    found: dict[str, set[UUID]] = {}
    for code, organisation, begins, ends in _rows(first, last):
        days = authorities.within_lifetime(code, begins, ends)
        if days is not None and days[0] <= last and days[1] >= first:
            found.setdefault(authorities.current_code(code), set()).add(organisation)
    return {code: sorted(found[code]) for code in sorted(found)}


def _rows(first: date, last: date) -> list[tuple[str, UUID, date | None, date | None]]:
    with reading_the_register(), connection.cursor() as cursor:
        cursor.execute(_COMMISSIONED, [last, first])
        rows: list[tuple[str, UUID, date | None, date | None]] = cursor.fetchall()
    return rows


def commissioned_authorities(first: date, last: date) -> list[str]:
    """Codes of the authorities with provision commissioned on any of these days, in order."""
    return list(commissions(first, last))


def providers_for(authority_code: str, first: date, last: date) -> list[UUID]:
    """The organisations from which an authority commissions places on any of these days."""
    return commissions(first, last).get(authorities.current_code(authority_code), [])
