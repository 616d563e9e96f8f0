"""Saying no to what somebody asks for, in words and beside the field of the form."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from audit import events
from cases import sight
from cases.models import Case

# A reason of one word says nothing to whoever reads it a year later.
FEWEST_WORDS = 3


class Refused(Exception):
    """What was asked for is not given; ``field`` is where a form says so ('' for the whole)."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@contextmanager
def leaving_a_trace(verb: str, *, by: User, subjects: Iterable[UUID]) -> Iterator[None]:
    """Record that what is asked for within was refused, and let the refusal go on.

    The event is committed by itself, since the refusal takes back all else; it holds the field of
    the form and no ground, so that a conflict reads like a role that works with no record.
    """
    try:
        yield
    except Refused as refused:
        fields = [refused.field] if refused.field else []
        events.read(verb, by=by, subjects=subjects, fields=fields)
        raise


def require_reason(reason: str) -> None:
    """Raise Refused unless a reason is given in some words."""
    if len(reason.split()) < FEWEST_WORDS:
        raise Refused("reason", "Say why in a few words")


def require_somebody_for(case: Case, user: User, *, as_partner: bool = False) -> None:
    """Raise Refused unless this person can be given the case.

    Somebody who has left, whose role works with no record, or who must not know of the case: each
    is refused after the same queries in the same words, so that they tell nobody of a conflict.
    A partner's own role shows nothing, so what she sees is named in her grant.
    """
    works_here = access.has_permission(user, Permission.CASE_SEE)
    sees_something = as_partner or bool(sight.classes_of_role(user))
    conflicted = Case.objects.kept_from(user).filter(pk=case.pk).exists()
    if not works_here or not sees_something or conflicted:
        raise Refused("user", f"{user.full_name} cannot be given this case. Choose somebody else")
