"""Components of referrals: `{% load referrals %}`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from cases.models import Case
from referrals.access import services_that_take
from referrals.clock import Due
from referrals.handing_over.services import may_offer
from referrals.lists import PRIORITY_TAGS, in_words
from referrals.models import CaseReferral, FurtherWork

register = template.Library()


@register.simple_tag
def priority(referral: CaseReferral) -> SafeString | str:
    """Say how soon somebody is to be reached, by word and shape."""
    if not referral.priority:
        return "Not looked at yet"
    text, kind, mark = PRIORITY_TAGS[referral.priority]
    return render_to_string("web/components/tag.html", {"text": text, "kind": kind, "mark": mark})


@register.simple_tag
def due_words(due: Due, now: datetime.datetime) -> str:
    """Say calmly until when something is to be done, or since when it is late."""
    return in_words(due, now=now)


@dataclass(frozen=True)
class Came:
    """How a case began, and what it carries on or leads to, as far as one person may know."""

    referrals: Sequence[CaseReferral]
    earlier: Sequence[Case]
    later: Sequence[Case]


@register.simple_tag(takes_context=True)
def came_by(context: template.Context, case: Case) -> Came:
    """Return the referrals that led to a case, and the cases that it carries on or that do so."""
    user = context["request"].user
    linked = FurtherWork.objects.filter(Q(case=case) | Q(earlier=case))
    pairs = list(linked.values_list("case_id", "earlier_id"))
    others = {one for pair in pairs for one in pair} - {case.pk}
    known = list(Case.objects.visible_to(user).filter(pk__in=others)) if others else []
    before = {earlier for later, earlier in pairs if later == case.pk}
    return Came(
        referrals=list(CaseReferral.objects.behind(case, seen_by=user)),
        earlier=[one for one in known if one.pk in before],
        later=[one for one in known if one.pk not in before],
    )


@register.simple_tag(takes_context=True)
def may_offer_case(context: template.Context, case: Case) -> bool:
    """Say whether whoever reads the page may hand the case over."""
    return may_offer(case, context["request"].user, on=timezone.localdate())


@register.simple_tag(takes_context=True)
def may_take_referral(context: template.Context) -> bool:
    """Say whether whoever reads the page takes referrals for any service."""
    return bool(services_that_take(context["request"].user))
