"""Why somebody can open a case, or why not: told by the code that decides.

The sentences come from the role's permissions, from the register of relationships and from the
conflict that forbids: the very ones that ``visible_to`` asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts import access
from accounts.field_classes import FieldClass
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from cases import relationships, sight
from cases.conflicts.access import judged_by
from cases.models import Case
from cases.sight import Sight


@dataclass(frozen=True)
class Ground:
    """One thing that is asked, and whether it speaks for opening the case."""

    holds: bool
    words: str


@dataclass(frozen=True)
class Explanation:
    """Whether a person can open a case, every ground, and which kinds of it are shown."""

    person: User
    case: Case
    opens: bool
    grounds: Sequence[Ground]
    shown: Sequence[Ground]


def staff() -> list[User]:
    """Return everybody who works in the organisation that is entered, in order of name."""
    held = Membership.objects.live_on(timezone.localdate()).values("user_id")
    return list(User.objects.filter(pk__in=held).order_by("full_name", "pk"))


def case_to_ask_about(asker: User, reference: str) -> Case | None:
    """Return a case about which this person may ask, or None: absent and refused are alike.

    Whoever opens cases asks about those that they see; the data protection lead, who opens none,
    about all but those that are restricted and those of which she must not know.
    """
    return judged_by(asker).filter(reference=reference).first()


def explain(person: User, case: Case) -> Explanation:
    """Say of each wall whether it lets this person through to the case, and what is shown."""
    seen = sight.of(person, case)
    return Explanation(
        person=person,
        case=case,
        opens=seen.allows(Permission.CASE_SEE),
        grounds=[
            _of_role(person),
            *_of_relationships(person, case),
            *_of_roles_here(seen),
            *_of_walls(person, case),
        ],
        shown=[Ground(seen.shows(kind), kind.words) for kind in FieldClass],
    )


def _of_role(person: User) -> Ground:
    roles = {held.role for held in access.memberships(person)}
    names = ", ".join(ROLES[role].display_name for role in ROLES if role in roles) or "none"
    opens = access.has_permission(person, Permission.CASE_SEE)
    return Ground(opens, f"Role: {names}. It {'opens' if opens else 'does not open'} cases.")


def _of_relationships(person: User, case: Case) -> list[Ground]:
    reached = Case.objects.with_reach(person).get(pk=case.pk)
    return [
        Ground(
            bool(getattr(reached, f"reached_by_{one.code}")) and (one.names or not case.restricted),
            one.words[0].upper() + one.words[1:] + ".",
        )
        for one in relationships.every()
    ]


def _of_roles_here(seen: Sight) -> list[Ground]:
    """Say in which roles a person works with a case that they can open."""
    names = dict.fromkeys(ROLES[one.role].display_name for one in seen.roles if one.role in ROLES)
    return [Ground(True, f"For this case they work as: {', '.join(names)}.")] if names else []


def _of_walls(person: User, case: Case) -> list[Ground]:
    found = []
    if case.restricted:
        words = "The case is restricted: only who is allocated or named can open it."
        found.append(Ground(False, words))
    if Case.objects.kept_from(person).filter(pk=case.pk).exists():
        words = "A conflict of interest: for them the case does not exist, whatever else holds."
        found.append(Ground(False, words))
    return found
