"""What surrounds every page: who is signed in, where they can go, what is hidden."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.access import has_permission, memberships
from accounts.models import Organisation, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.sign_in import idle
from audit import context

NAMES_HIDDEN = "names_hidden"

# Label, name of the address, the permission that shows it. Six at most, home first.
_ITEMS: tuple[tuple[str, str, Permission | None], ...] = (
    ("Today", "web:home", None),
    ("Rooms", "accommodation:rooms", Permission.ROOMS_SEE),
    ("Cases", "cases:list", Permission.CASE_SEE),
    ("Meetings", "marac:meetings", Permission.MEETING_SEE),
    ("Annual return", "returns:years", Permission.RETURN_SEE),
    ("Organisation", "web:organisation", Permission.SETTINGS_MANAGE),
    ("Roles", "accounts:matrix", Permission.MATRIX_SEE),
)

_MOST = 6

# What stands in the menu behind one's name.
_MENU: tuple[tuple[str, str, Permission | None], ...] = (
    ("People you know", "conflicts:known", None),
    ("Pass on a note", "conflicts:pass_on", Permission.NOTE_HAND_ON),
    ("Notes to place", "conflicts:notes", Permission.NOTES_PLACE),
    ("Kept apart", "conflicts:conflicts", Permission.CONFLICTS_MANAGE),
    ("Take the records out", "interchange:export", Permission.BUNDLE_EXPORT),
)

# What the page of the day is made of: without any of it, it would be empty.
_DAY = (Permission.CASE_SEE, Permission.ROOMS_SEE)


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
    demo: bool = False
    home_url: str = "/"
    find_url: str = ""
    names_url: str = ""
    lock_url: str = ""
    still_url: str = ""
    idle_seconds: int = 0
    sign_out_url: str = ""
    account_url: str = ""
    items: list[Item] = field(default_factory=list)
    menu: list[Item] = field(default_factory=list)


def chrome_for(request: HttpRequest | None) -> Chrome:
    """Return what surrounds a page for the person who asks, or nearly nothing for a stranger."""
    user = getattr(request, "user", None)
    if request is None or not isinstance(user, User):
        return Chrome(demo=settings.DEMO)
    held = memberships(user)
    roles = [ROLES[membership.role] for membership in held if membership.role in ROLES]
    return Chrome(
        person=user.full_name,
        role=", ".join(role.display_name for role in roles),
        organisation=_organisation_name(),
        names_hidden=bool(request.session.get(NAMES_HIDDEN)),
        demo=settings.DEMO,
        home_url=_address("web:front"),
        find_url=_address("cases:find") if has_permission(user, Permission.CASE_SEE) else "",
        names_url=_address("web:names"),
        lock_url=_address("accounts:lock"),
        still_url=_address("accounts:still_here"),
        idle_seconds=idle.seconds(request),
        sign_out_url=_address("accounts:sign_out"),
        account_url=_address("accounts:account"),
        items=_items(request, user),
        menu=_menu(request, user),
    )


def _items(request: HttpRequest, user: User) -> list[Item]:
    """Return the places that this person's roles open."""
    if not memberships(user):
        return []
    has_a_day = any(has_permission(user, one) for one in _DAY)
    allowed = [
        (label, _address(name))
        for label, name, permission in _ITEMS
        if (has_a_day if permission is None else has_permission(user, permission))
    ]
    return [
        Item(label=label, url=url, current=request.path.startswith(url))
        for label, url in allowed[:_MOST]
        if url
    ]


def _menu(request: HttpRequest, user: User) -> list[Item]:
    """Return what stands in the menu of somebody who works in the organisation."""
    if not memberships(user):
        return []
    allowed = [
        (label, _address(name))
        for label, name, permission in _MENU
        if permission is None or has_permission(user, permission)
    ]
    return [Item(label=label, url=url, current=request.path == url) for label, url in allowed]


def _address(name: str) -> str:
    """Return an address, or '' where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _organisation_name() -> str:
    organisation_id = context.organisation()
    if organisation_id is None:
        return ""
    return Organisation.objects.values_list("name", flat=True).get(pk=organisation_id)
