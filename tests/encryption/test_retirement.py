"""Retired keys, and the day on which backups that hold them are gone."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from encryption.models import OrganisationKey
from encryption.retirement import backups_gone_on
from tests.cast import Cast

TODAY = datetime.date(2026, 11, 25)


def test_backups_are_gone_after_the_days_that_they_are_kept(settings: Settings) -> None:
    settings.ROWAN_BACKUPS_KEPT_DAYS = 35

    assert backups_gone_on(TODAY) == datetime.date(2026, 12, 30)


def test_a_retired_class_key_cannot_keep_its_key(in_alder: Cast) -> None:
    key = OrganisationKey.objects.get(key_class="identity")
    key.retired_on = TODAY
    key.backups_gone_on = backups_gone_on(TODAY)

    with (
        pytest.raises(IntegrityError, match="encryption_retired_organisation_key_is_gone"),
        transaction.atomic(),
    ):
        key.save()
