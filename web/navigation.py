"""Where each role goes: six places at most in the main navigation, and the page it begins with.

A role's list says what belongs to its day, and in which order; whether a place is shown is still
decided by the permission that its page asks for. What is not of every day stands in the menu.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts import access, roles
from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import ROLES, Role

MOST = 6


@dataclass(frozen=True)
class Place:
    """One place to go. ``needs`` are permissions of which one is enough; none: for everybody."""

    label: str
    name: str
    needs: Sequence[Permission] = ()

    @property
    def url(self) -> str:
        """Return its address."""
        return reverse(self.name)

    def is_open_to(self, user: User) -> bool:
        """Say whether the page would open for this person."""
        return not self.needs or any(access.has_permission(user, one) for one in self.needs)


MY_DAY = Place("My day", "web:home", (Permission.DAY_PLAN,))
TODAY = Place("Today", "web:home", (Permission.CASE_SEE, Permission.ROOMS_SEE))
CASES = Place("Cases", "cases:list", (Permission.CASE_SEE,))
ROOMS = Place("Rooms", "accommodation:rooms", (Permission.ROOMS_SEE,))
REFERRALS = Place("Referrals", "referrals:list", (Permission.INTAKE_WORK,))
HANDING_OVER = Place("Handing over", "referrals:handovers", (Permission.CASE_EDIT,))
OUTCOMES = Place("Outcomes", "referrals:outcomes", (Permission.OUTCOMES_SEE,))
CALLS = Place("Calls", "cases:calls", (Permission.CALLS_TAKE,))
MEETINGS = Place("Meetings", "marac:meetings", (Permission.MEETING_SEE,))
RETURN = Place("Annual return", "returns:years", (Permission.RETURN_SEE,))
REVIEWS = Place("Reviews", "accounts:reviews", (Permission.REVIEWS_CLOSE,))
ORGANISATION = Place("Organisation", "web:organisation", (Permission.SETTINGS_MANAGE,))
PEOPLE = Place("People", "accounts:people_access", (Permission.PEOPLE_ACCESS,))
ROLES_PAGE = Place("Roles", "accounts:matrix", (Permission.MATRIX_SEE,))
WHY = Place("Who can open what", "cases:why", (Permission.ACCESS_EXPLAIN,))
NOTES = Place("Notes to place", "conflicts:notes", (Permission.NOTES_PLACE,))
APART = Place("Kept apart", "conflicts:conflicts", (Permission.CONFLICTS_MANAGE,))
LOOKED = Place("Who looked", "looked:start", (Permission.LOOKED_SEE,))
ERASURES = Place("Erasures", "erasure:erasures", (Permission.PERSON_ERASE,))
KNOWN = Place("People you know", "conflicts:known")
PASS_ON = Place("Pass on a note", "conflicts:pass_on", (Permission.NOTE_HAND_ON,))
EXPORT = Place("Take the records out", "interchange:export", (Permission.BUNDLE_EXPORT,))

# The first place that is open to a person is the page that her role begins with.
OF_ROLE: dict[type[Role], Sequence[Place]] = {
    roles.IDVA: (MY_DAY, CASES, MEETINGS, REFERRALS),
    roles.OutreachWorker: (MY_DAY, CASES, REFERRALS),
    roles.ChildrensWorker: (MY_DAY, CASES),
    roles.KeyWorker: (TODAY, ROOMS, CASES),
    roles.ReliefWorker: (TODAY, ROOMS, CASES),
    roles.RefugeManager: (TODAY, ROOMS, CASES, RETURN, REVIEWS, WHY),
    roles.Counsellor: (TODAY, CASES),
    roles.ServiceManager: (TODAY, CASES, ROOMS, MEETINGS, RETURN, REVIEWS),
    roles.MaracCoordinator: (MEETINGS,),
    roles.MaracRepresentative: (MEETINGS,),
    roles.MaracChair: (MEETINGS,),
    roles.DataProtectionLead: (REVIEWS, LOOKED, WHY, APART, NOTES, ROLES_PAGE),
    roles.Finance: (ROOMS,),
    roles.Reception: (CALLS, PASS_ON),
    roles.Partner: (CASES,),
    roles.Commissioner: (RETURN,),
    roles.Administrator: (ORGANISATION, PEOPLE, ROLES_PAGE),
    roles.Support: (ORGANISATION,),
}
_MENU = (
    REFERRALS,
    HANDING_OVER,
    OUTCOMES,
    KNOWN,
    PASS_ON,
    NOTES,
    APART,
    ERASURES,
    REVIEWS,
    LOOKED,
    WHY,
    PEOPLE,
    ROLES_PAGE,
    ORGANISATION,
    EXPORT,
)


def places_of(user: User) -> list[Place]:
    """Return the main navigation of a person: the lists of her roles, in order, six at most."""
    return [place for place in _of_roles(user) if place.is_open_to(user)][:MOST]


def menu_of(user: User) -> list[Place]:
    """Return what stands in the menu behind a person's name: what her navigation does not hold."""
    if not access.memberships(user):
        return []
    main = places_of(user)
    rest = [*_of_roles(user), *_MENU]
    return [place for place in _once(rest) if place.is_open_to(user) and place not in main]


def landing(user: User) -> str:
    """Return the address of the page that a person's day begins with."""
    places = places_of(user)
    return places[0].url if places else TODAY.url


def _of_roles(user: User) -> list[Place]:
    held = {membership.role for membership in access.memberships(user)}
    own = [OF_ROLE.get(role, ()) for code, role in ROLES.items() if code in held]
    return _once(place for places in own for place in places)


def _once(places: Iterable[Place]) -> list[Place]:
    """Keep each page once: to whoever has a day of her own, the first page is that."""
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.name, place)
    return list(found.values())
