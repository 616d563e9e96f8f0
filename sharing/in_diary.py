"""What consent and sharing add to the diary: agreements that end, what is still to be looked at."""

import datetime
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.field_classes import FieldClass
from accounts.settings import value_of
from cases.models import Case
from cases.sight import Sight
from diary import due, timeline
from diary.due import Asked, Due
from diary.timeline import Item
from sharing.choices import Answer, Basis, Ended
from sharing.models import Consent, Share
from sharing.settings import CONSENT_WARNING
from sharing.words import one_of, purpose_of


def ending_consents(asked: Asked) -> Iterator[Due]:
    """The agreements that end within the days of the setting, and those that ended since."""
    warned = datetime.timedelta(days=value_of(CONSENT_WARNING.key))
    ending = Consent.objects.agreed().filter(
        case__in=_shown(asked), ended_on=None, expires_on__lte=asked.until + warned
    )
    for consent in ending:
        assert consent.expires_on is not None  # noqa: S101 - asked for above
        yield Due(
            kind="sharing",
            case_id=consent.case_id,
            on=max(consent.expires_on - warned, consent.given_on),
            words=partial(_ask_again, consent),
            url=_url(asked, consent.case_id),
            subject=consent.pk,
        )


def _ask_again(consent: Consent) -> str:
    until = consent.expires_on
    assert until is not None  # noqa: S101 - asked for above
    return (
        f"Ask again what may be shared for {purpose_of(consent)}: "
        f"the agreement ends on {until.day} {until:%B}"
    )


def waiting_shares(asked: Asked) -> Iterator[Due]:
    """What was shared without consent and waits for a senior, on the day by which it is due."""
    end = timezone.make_aware(
        datetime.datetime.combine(asked.until + datetime.timedelta(days=1), datetime.time())
    )
    waiting = Share.objects.to_review().filter(case__in=_shown(asked), review__due_at__lt=end)
    for share in waiting.select_related("review"):
        assert share.review is not None  # noqa: S101 - asked for above
        yield Due(
            kind="sharing",
            case_id=share.case_id,
            on=timezone.localdate(share.review.due_at),
            at=share.review.due_at,
            words=partial(str, "A manager is still to look at what was shared without consent"),
            url=_url(asked, share.case_id),
            subject=share.pk,
            needs_contact=False,
        )


def items(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell what was answered and what was shared."""
    if not seen.shows(FieldClass.NARRATIVE):
        return
    url = reverse("sharing:case", args=[case.reference])
    for consent in Consent.objects.filter(case=case).select_related("recorded_by"):
        yield _given(consent, url)
        if consent.ended == Ended.WITHDRAWN and consent.ended_on is not None:
            yield _withdrawn(consent, consent.ended_on, url)
    for share in Share.objects.filter(case=case, copy=None).select_related("shared_by"):
        yield Item(
            kind="sharing",
            at=share.shared_at,
            title="Shared" if share.basis == Basis.CONSENT else "Shared without consent",
            subject=share.pk,
            words=partial(_shared, share),
            by=share.shared_by.full_name if share.shared_by else "",
            by_id=share.shared_by_id,
            url=url,
        )


def _given(consent: Consent, url: str) -> Item:
    agreed = consent.answer == Answer.AGREED
    return Item(
        kind="sharing",
        at=_midnight(consent.given_on),
        title="Agreed that something may be shared" if agreed else "Did not agree to sharing",
        subject=consent.pk,
        words=partial(one_of, consent),
        by=consent.recorded_by.full_name if consent.recorded_by else "",
        by_id=consent.recorded_by_id,
        about=consent.person_id,
        url=url,
        is_day=True,
    )


def _withdrawn(consent: Consent, day: datetime.date, url: str) -> Item:
    return Item(
        kind="sharing",
        at=_midnight(day),
        title="Agreement to share withdrawn",
        subject=consent.pk,
        words=partial(purpose_of, consent),
        about=consent.person_id,
        url=url,
        is_day=True,
    )


def _shared(share: Share) -> str:
    return f"{share.details.get('what', '')} (with {share.whom})"


def register() -> None:
    """Add all of it."""
    due.register(due.Source("consents", ending_consents))
    due.register(due.Source("shares", waiting_shares))
    timeline.register(timeline.Source(code="sharing", kinds=[("sharing", "Sharing")], items=items))


def _shown(asked: Asked) -> list[UUID]:
    return [pk for pk, seen in asked.seen.items() if seen.shows(FieldClass.NARRATIVE)]


def _url(asked: Asked, case_id: UUID) -> str:
    return reverse("sharing:case", args=[asked.cases[case_id].reference])


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
