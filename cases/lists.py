"""The list of cases: what may be filtered and ordered, and a page of it decrypted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from accounts.access import has_permission, memberships
from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import Partner, ReliefWorker
from cases import sight
from cases.choices import CaseRole
from cases.models import Allocation, Case, CasePerson
from cases.models.case import CaseQuerySet
from cases.reaching import Reach, reach_of
from cases.sight import NOT_SHOWN, Sight

PAGE = 50

WHOSE = {"mine": "Mine", "team": "My service", "all": "All I may see"}
_WHOSE_IN_WORDS = {
    "mine": "of yours",
    "team": "of your service",
    "all": "that you may see",
}
STATES = {"open": "Open", "closed": "Closed"}

# Clear columns alone: a name cannot be ordered by in the database.
ORDERS = {
    "reference": ("reference",),
    "opened": ("opened_on", "reference"),
    "closed": ("closed_on", "reference"),
}

_NOTHING = {
    ("mine", "open"): "You have no open cases.",
    ("mine", "closed"): "None of your cases is closed.",
    ("team", "open"): "Your service has no open cases that you may see.",
    ("team", "closed"): "Your service has no closed cases that you may see.",
    ("all", "open"): "There are no open cases that you may see.",
    ("all", "closed"): "There are no closed cases that you may see.",
}


@dataclass(frozen=True)
class Choice:
    """A link that filters."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Filter:
    """What of the list is asked for. Anything unknown in an address means the default."""

    whose: str
    state: str
    order: str

    @classmethod
    def from_query(cls, query: QueryDict, user: User) -> Self:
        """Read the filter from an address; unasked, show what this person answers for."""
        order = query.get("order", "-opened")
        whose, state = query.get("whose", ""), query.get("state", "open")
        return cls(
            whose=whose if whose in WHOSE else usual_whose(user),
            state=state if state in STATES else "open",
            order=order if order.removeprefix("-") in ORDERS else "-opened",
        )

    @property
    def sentence(self) -> str:
        """Say in words what is shown."""
        return f"{_WHOSE_IN_WORDS[self.whose]}, {self.state}"

    @property
    def nothing(self) -> str:
        """Say what an empty list means."""
        return _NOTHING[self.whose, self.state]

    @property
    def whose_choices(self) -> list[Choice]:
        """Return the links that choose whose cases."""
        return [self._choice(label, whose=code) for code, label in WHOSE.items()]

    @property
    def state_choices(self) -> list[Choice]:
        """Return the links that choose open or closed."""
        return [self._choice(label, state=code) for code, label in STATES.items()]

    def _choice(self, label: str, **change: str) -> Choice:
        held = {"whose": self.whose, "state": self.state, "order": self.order}
        return Choice(
            label=label, url=f"?{urlencode(held | change)}", current=held | change == held
        )

    def apply(self, cases: CaseQuerySet, user: User) -> CaseQuerySet:
        """Narrow and order cases that are already limited to those the person may see."""
        today = timezone.localdate()
        if self.whose == "mine":
            cases = cases.allocated_to(user, on=today)
        if self.whose == "team":
            cases = cases.filter(service__in=[held.service_id for held in memberships(user)])
        cases = cases.closed() if self.state == "closed" else cases.filter(closed_on=None)
        columns = ORDERS[self.order.removeprefix("-")]
        if self.order.startswith("-"):
            return cases.order_by(*(F(column).desc(nulls_last=True) for column in columns))
        return cases.order_by(*(F(column).asc(nulls_last=True) for column in columns))


def usual_whose(user: User) -> str:
    """Return whose cases a person looks at first: those that they answer for.

    No case is ever allocated to somebody on a shift or of another agency: all they may see it is.
    """
    if has_permission(user, Permission.CASES_OF_THE_ORGANISATION) or _is_here_for_a_time(user):
        return "all"
    return "team" if has_permission(user, Permission.CASES_OF_THE_SERVICE) else "mine"


def _is_here_for_a_time(user: User) -> bool:
    held = {membership.role for membership in memberships(user)}
    return bool(held) and held <= {ReliefWorker.code, Partner.code}


@dataclass(frozen=True)
class Row:
    """One case of the list."""

    case: Case
    survivor: CasePerson | None
    children: int
    workers: Sequence[str]
    seen: Sight
    reach: Reach | None

    @property
    def name(self) -> str:
        """Return the survivor's name; it is decrypted here, for the rows of one page."""
        if not self.seen.shows(FieldClass.IDENTITY):
            return NOT_SHOWN
        return self.survivor.person.full_name if self.survivor else "Name not recorded"


def page_of_cases(user: User, chosen: Filter, number: str | None) -> Page[Case]:
    """Return one page of the cases that a person may see, each with what reaches it."""
    visible = Case.objects.visible_to(user).with_reach(user)
    return Paginator(chosen.apply(visible, user), PAGE).get_page(number)


def _survivors_of(cases: Sequence[Case]) -> QuerySet[CasePerson]:
    """Return the survivors, each with the number of children in their case.

    Counted for one page of cases, and not for every case that is visible.
    """
    minors = CasePerson.objects.filter(case=OuterRef("case"), role=CaseRole.CHILD).order_by()
    count = minors.values("case").annotate(count=Count("pk")).values("count")
    parts = CasePerson.objects.filter(case__in=cases, role=CaseRole.SURVIVOR)
    return parts.select_related("person").annotate(children=Coalesce(Subquery(count), 0))


def rows_of(page: Page[Case], user: User) -> list[Row]:
    """Return the rows of a page: a query each for survivors, safe contact and workers."""
    cases = list(page.object_list)
    seen = sight.of_each(user, cases)
    survivors = {part.case_id: part for part in _survivors_of(cases)}
    reach = reach_of(
        [part.person for pk, part in survivors.items() if seen[pk].shows(FieldClass.SAFE_CONTACT)],
        at=timezone.now(),
    )
    workers: dict[object, list[str]] = {}
    live = Allocation.objects.live_on(timezone.localdate()).filter(case__in=cases)
    for allocation in live.select_related("worker").order_by("starts_on", "pk"):
        workers.setdefault(allocation.case_id, []).append(allocation.worker.full_name)
    return [
        Row(
            case=case,
            survivor=survivors.get(case.pk),
            children=getattr(survivors.get(case.pk), "children", 0),
            workers=workers.get(case.pk, []),
            seen=seen[case.pk],
            reach=reach.get(survivors[case.pk].person_id) if case.pk in survivors else None,
        )
        for case in cases
    ]
