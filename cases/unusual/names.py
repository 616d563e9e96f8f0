"""Whether a record that somebody opened names themselves, a colleague, or somebody like their own.

Compared in memory, as Rowan itself, within the organisation that is entered; nothing of it is kept
but that somebody should ask. People causing harm are compared as well: it may be their relative
who looks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from uuid import UUID

from accounts.models import User
from accounts.tenancy import as_system
from audit import events
from cases.conflicts.matching import Entry, entries_of_harm, entries_of_people
from cases.likeness import Known, Pool, Sign, Traits
from cases.models import CasePerson, Declaration, PersonCausingHarm
from cases.names.folding import folded
from cases.unusual.facts import Alike
from encryption import keyring

Pair = tuple[UUID, UUID]

# A family name that stands in so many of a day's cases is no sign by itself.
COMMON = 3


def likenesses(pairs: Collection[Pair], staff: Mapping[UUID, str]) -> dict[Pair, frozenset[Alike]]:
    """Say for each person and case that they opened in what somebody there is like them.

    ``staff`` are the names of all who work here.
    """
    openers: dict[UUID, set[UUID]] = defaultdict(set)
    for user_id, case_id in pairs:
        openers[case_id].add(user_id)
    if not openers:
        return {}
    people, harm = _records_of(openers)
    declared = list(Declaration.objects.standing().filter(user__in={user for user, _ in pairs}))
    events.read("unusual.compare", by=None, subjects=[*people, *harm])
    found: dict[Pair, set[Alike]] = defaultdict(set)
    with as_system():
        keyring.current().expect({*people, *(one.subject_id for one in declared)})
        entries = list(chain(entries_of_people(people), entries_of_harm(harm)))
        comparison = _Comparison(staff, declared, _common_names(entries))
        for entry in entries:
            for user_id in openers.get(entry.belongs_to, ()):
                found[user_id, entry.belongs_to] |= comparison.of(user_id, entry)
    return {pair: frozenset(kinds) for pair, kinds in found.items() if kinds}


def _records_of(case_ids: Collection[UUID]) -> tuple[list[UUID], list[UUID]]:
    parts = CasePerson.objects.filter(case__in=case_ids).values_list("person_id", flat=True)
    harm = PersonCausingHarm.objects.filter(case__in=case_ids).values_list("pk", flat=True)
    return list(dict.fromkeys(parts)), list(harm)


def _common_names(entries: Collection[Entry]) -> frozenset[str]:
    """Return the family names that say nothing: so many of the day's cases have them."""
    cases: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        for word in Traits.of(entry.known).family:
            cases[word].add(entry.belongs_to)
    return frozenset(word for word, found in cases.items() if len(found) >= COMMON)


class _Comparison:
    """Names of all who work here, and of those whom they declared, made ready once."""

    def __init__(
        self,
        staff: Mapping[UUID, str],
        declared: Collection[Declaration],
        common: frozenset[str],
    ) -> None:
        self._common = common
        known = {user_id: _known(name) for user_id, name in staff.items()}
        self._traits = {user_id: Traits.of(one) for user_id, one in known.items()}
        self._pool = Pool(known)
        self._declared: dict[UUID, list[Traits]] = defaultdict(list)
        for one in declared:
            self._declared[one.user_id].append(Traits.of(one.known))

    def of(self, user_id: UUID, entry: Entry) -> set[Alike]:
        """Say in what somebody whom a record names is like this person or a colleague."""
        traits = Traits.of(entry.known)
        named = {key for key, signs in self._pool.like(entry.known).items() if Sign.NAME in signs}
        return set(self._kinds(user_id, traits, named))

    def _kinds(self, user_id: UUID, traits: Traits, named: set[UUID]) -> Iterator[Alike]:
        if user_id in named:
            yield Alike.OWN
        # A colleague's by both names as they are written: likeness leans too far for so many.
        if any(self._is_named(one, traits) for one in named - {user_id}):
            yield Alike.COLLEAGUE
        family = traits.family - self._common
        if user_id in self._traits and family & self._traits[user_id].family:
            yield Alike.NAME
        for one in self._declared[user_id]:
            same_place = bool(traits.postcode) and traits.postcode == one.postcode
            if same_place or traits.phones & one.phones or family & one.family:
                yield Alike.DECLARED

    def _is_named(self, user_id: UUID, traits: Traits) -> bool:
        staff = self._traits[user_id]
        return bool(staff.first & traits.first and staff.family & traits.family)


def _known(full_name: str) -> Known:
    """Return a colleague's name in two parts: the last word is the family's."""
    given, _, family = folded(full_name).rpartition(" ")
    return Known(given_name=given, family_name=family)


def names_of_staff(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these people."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "full_name"))
