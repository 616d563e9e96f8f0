"""Whose figures a person may see: an authority's whole return, or their own organisation's part.

The operator of the installation (no person) sees the whole. A commissioner of the authority sees
the whole as figures. Whoever may see the return in a provider sees that provider's part of it.
"""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from accommodation import authorities
from accounts import access
from accounts.middleware import organisations_of
from accounts.models import Organisation, User
from accounts.permissions import Permission
from accounts.tenancy import enter
from cases.models import Case


class NoRight(Exception):
    """This person may not see these figures. The message is for people."""


@dataclass(frozen=True, slots=True)
class Reach:
    """``providers``: the organisations whose part is seen, None for all of them."""

    providers: frozenset[UUID] | None

    @property
    def is_whole(self) -> bool:
        return self.providers is None

    def covers(self, provider: UUID) -> bool:
        return self.providers is None or provider in self.providers


def reach_of(user: User | None, authority: str) -> Reach:
    """Whose figures of an authority's return a person may see. Raises NoRight."""
    if user is None:
        return Reach(None)
    seen = organisations_with(user, Permission.RETURN_SEE)
    if any(_is_authority(each, authority) for each in seen):
        return Reach(None)
    own = frozenset(each.pk for each in seen if not each.authority_code)
    if not own:
        name = authorities.get(authority).name
        raise NoRight(f"{user.full_name} may not see the return of {name}.")
    return Reach(own)


def organisations_with(user: User, permission: Permission) -> list[Organisation]:
    """The organisations in which one of a person's roles allows this today."""
    found = []
    for organisation in Organisation.objects.filter(pk__in=organisations_of(user)).order_by("pk"):
        with enter(organisation, by=user):
            if access.has_permission(user, permission):
                found.append(organisation)
    return found


def authority_organisation(authority: str, user: User | None) -> Organisation | None:
    """The organisation that is this authority, in which a person may answer; else None.

    The operator may answer for any authority that is registered.
    """
    if user is not None:
        able = organisations_with(user, Permission.RETURN_ANSWER)
        return next((each for each in able if _is_authority(each, authority)), None)
    registered = Organisation.objects.exclude(authority_code="").order_by("pk")
    return next((each for each in registered if _is_authority(each, authority)), None)


def _is_authority(organisation: Organisation, authority: str) -> bool:
    code = organisation.authority_code
    return bool(code) and authorities.current_code(code) == authority


@contextmanager
def own_records(user: User | None, provider: UUID) -> Iterator[None]:
    """Enter a provider to show its records behind a figure. Raises NoRight."""
    with enter(provider, by=user):
        if user is not None and not access.has_permission(user, Permission.RETURN_RECORDS):
            raise NoRight(f"{user.full_name} may not see the records behind the figures.")
        yield


def hidden_references(references: Set[str], user: User | None) -> set[str]:
    """Return those of these cases, by reference, that are not this person's to see.

    In the organisation that is entered; nothing is hidden from the operator.
    """
    named = set(references) - {""}
    if user is None:
        return set()
    seen = Case.objects.visible_to(user).filter(reference__in=named)
    return named - set(seen.values_list("reference", flat=True))
