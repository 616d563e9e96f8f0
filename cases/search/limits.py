"""How often one person may search in an hour."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from accounts.models import User
from accounts.settings import value_of
from accounts.settings.declared import LOOKING
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number
from audit import events

register(
    Setting(
        key="searches_per_hour",
        group=LOOKING,
        name="Searches that one person may make in an hour",
        about="Past it Rowan asks them to wait, and the trail keeps that it did. Set it well above "
        "a busy hour: it is there to stop somebody who tries one name after another.",
        kind=Number(20, 2000, "search", "searches"),
        default=240,
    )
)


def may_search_again(request: HttpRequest, *, by: User) -> bool:
    """Count a search of this person; say whether it is one too many. Pages and tokens are one."""
    rate = f"{value_of('searches_per_hour')}/h/key"
    counted = ratelimit.consume(
        request,
        app="rowan",
        action="search",
        config={"search": rate},
        key=str(by.pk),
        limit_get=True,
    )
    if counted is None:
        events.read("search.refuse", by=by, subjects=())
    return counted is not None
