"""Whom staff know, and who is around a family: compared like everybody whom a case names.

A professional is compared too: a worker's sister may be the midwife of a case.
"""

from collections.abc import Iterable, Iterator

from cases.conflicts.matching import Entry, Register, match_entries
from cases.conflicts.walls import CASES
from cases.likeness import Known
from family.models import NetworkMember

_AT_ONCE = 2000


def _entries_of(members: Iterable[NetworkMember]) -> Iterator[Entry]:
    for member in members:
        given, _, family = str(member.name).strip().rpartition(" ")
        phone = str(member.details.get("phone", ""))
        known = Known(given_name=given, family_name=family, phone=phone)
        yield Entry(member.pk, member.case_id, "somebody around the family", known)


def _everybody() -> Iterator[Entry]:
    return _entries_of(NetworkMember.objects.order_by("pk").iterator(_AT_ONCE))


NETWORK = Register(everybody=_everybody, put_up=CASES.put_up)


def match_member(member: NetworkMember) -> None:
    """Compare somebody new or changed with all from whom the organisation's people are kept."""
    match_entries(lambda: _entries_of([member]), NETWORK)
