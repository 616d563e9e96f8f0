"""The queue of what must be looked into: raised, told, closed by somebody else."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, ReviewNotice
from accounts.tenancy import enter
from tests.cast import Cast

NOW = timezone.now()
LATER = NOW + datetime.timedelta(days=2)


def raise_about_ines(cast: Cast) -> ReviewItem:
    """Put something about Ines into the queue, telling Mara and Ines herself."""
    return reviews.raise_item(
        kind=ReviewKind.BREAK_GLASS, about=cast.ines, reason="She rang at night", raised_at=NOW,
        due_at=LATER, tell=[cast.mara, cast.ines], by=cast.ines, case_id=cast.amira.pk,
    )  # fmt: skip


def test_somebody_else_is_told_and_closes_it(in_alder: Cast) -> None:
    item = raise_about_ines(in_alder)

    assert ReviewItem.objects.open().get().reason == "She rang at night"
    assert [notice.user for notice in ReviewNotice.objects.all()] == [in_alder.mara]
    reviews.close(item=item, outcome="It was right", closed_at=LATER, by=in_alder.mara)
    assert not ReviewItem.objects.open().exists()


def test_nobody_closes_what_is_about_themselves(in_alder: Cast) -> None:
    item = raise_about_ines(in_alder)

    with pytest.raises(reviews.NotTheirs):
        reviews.close(item=item, outcome="Fine", closed_at=LATER, by=in_alder.ines)
    with pytest.raises(IntegrityError, match="never_by_oneself"), transaction.atomic():
        ReviewItem.objects.filter(pk=item.pk).update(closed_at=NOW, closed_by=in_alder.ines)


def test_an_item_is_overdue_after_its_deadline(in_alder: Cast) -> None:
    raise_about_ines(in_alder)

    assert not ReviewItem.objects.overdue_at(LATER).exists()
    assert ReviewItem.objects.overdue_at(LATER + datetime.timedelta(seconds=1)).exists()


def test_another_organisation_has_a_queue_of_its_own(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara):
        raise_about_ines(cast)
    with enter(cast.birch, by=cast.bea):
        assert not ReviewItem.objects.exists()
