"""What surrounds every page: who is signed in, where they can go, what is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import memberships
from accounts.alerts import access as alerts
from accounts.choices import AlertKind
from accounts.models import Alert, Organisation, User
from accounts.requests import hides_names
from accounts.roles import ROLES
from accounts.sign_in import idle
from audit import anchors, context
from cases.search.finding import may_search
from web.help import help_for
from web.navigation import Place, menu_of, places_of


@dataclass(frozen=True)
class Item:
    """One place to go in the main navigation."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Chrome:
    """What the base template shows around a page; blank addresses are not offered."""

    person: str = ""
    role: str = ""
    organisation: str = ""
    names_hidden: bool = False
    single_keys: bool = False
    demo: bool = False
    home_url: str = "/"
    find_url: str = ""
    names_url: str = ""
    lock_url: str = ""
    still_url: str = ""
    idle_seconds: int = 0
    sign_out_url: str = ""
    account_url: str = ""
    help_url: str = ""
    items: list[Item] = field(default_factory=list)
    menu: list[Item] = field(default_factory=list)
    alerts: Sequence[AlertKind] = ()
    anchors_missed: Sequence[str] = ()


def chrome_for(request: HttpRequest | None) -> Chrome:
    """Return what surrounds a page for the person who asks, or nearly nothing for a stranger."""
    user = getattr(request, "user", None)
    if request is None or not isinstance(user, User):
        return Chrome(demo=settings.DEMO, help_url=reverse("web:help"))
    held = memberships(user)
    roles = [ROLES[membership.role] for membership in held if membership.role in ROLES]
    main, menu = places_of(user), menu_of(user)
    current = _current(request.path, [*main, *menu])
    return Chrome(
        person=user.full_name,
        role=", ".join(role.display_name for role in roles),
        organisation=_organisation_name(),
        names_hidden=hides_names(request),
        single_keys=user.single_keys,
        demo=settings.DEMO,
        home_url=reverse("web:front"),
        find_url=reverse("cases:find") if may_search(user) else "",
        names_url=reverse("web:names"),
        lock_url=reverse("accounts:lock"),
        still_url=reverse("accounts:still_here"),
        idle_seconds=idle.seconds(request),
        sign_out_url=reverse("accounts:sign_out"),
        account_url=reverse("accounts:account"),
        help_url=help_for(request.resolver_match),
        items=_items(main, current=current),
        menu=_items(menu, current=current),
        **_warnings(user),
    )


def _warnings(user: User) -> dict[str, Any]:
    """What those who mind the keeping of records are told on every page, until it is closed."""
    if context.organisation() is None or not alerts.minds(user):
        return {}
    waiting = [AlertKind(kind) for kind in Alert.objects.open().values_list("kind", flat=True)]
    # Asked of the places themselves: where no work is done in the background, nothing is raised.
    late = () if AlertKind.ANCHOR in waiting else anchors.missed(now=timezone.now())
    return {"alerts": waiting, "anchors_missed": late}


def _current(path: str, places: Sequence[Place]) -> Place | None:
    """Return the place that a page belongs to: the one that says most of its address."""
    around = [place for place in places if path.startswith(place.url)]
    return max(around, key=lambda place: len(place.url), default=None)


def _items(places: Sequence[Place], *, current: Place | None) -> list[Item]:
    """Return places as links; the one whose page is open is marked."""
    return [Item(place.label, place.url, current=place == current) for place in places]


def _organisation_name() -> str:
    organisation_id = context.organisation()
    if organisation_id is None:
        return ""
    return Organisation.objects.values_list("name", flat=True).get(pk=organisation_id)
