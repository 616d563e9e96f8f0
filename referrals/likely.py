"""Search before create: who may be the same person, of those whom the asking person may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import User
from cases.search.finding import Hit, find, may_search
from cases.search.limits import may_search_again
from cases.search.reading import SHORTEST

SHOWN = 6


@dataclass(frozen=True)
class Likely:
    """Who may be the same person; ``asked`` says whether anything was looked for."""

    hits: Sequence[Hit] = ()
    asked: bool = False


def people_like(request: HttpRequest, told: Mapping[str, str], *, by: User) -> Likely:
    """Look for somebody by name and, apart from it, by telephone number.

    As any search: it finds what this person may open, counts as hers, and leaves its events.
    """
    terms = [told.get("name", "").strip(), told.get("phone", "").strip()]
    asked = [term for term in terms if len(term) >= SHORTEST]
    if not asked or not may_search(by) or not may_search_again(request, by=by):
        return Likely()
    hits: dict[object, Hit] = {}
    for term in asked:
        for hit in find(term, by=by, purpose="referral").hits:
            hits.setdefault(hit.part.pk, hit)
    return Likely(list(hits.values())[:SHOWN], asked=True)
