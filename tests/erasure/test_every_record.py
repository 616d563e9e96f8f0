"""Every kind of sealed record goes with somebody who is erased, or it is said here why not."""

import pytest
from django.apps import apps

from cases.models import Case, Person
from encryption.fields import EncryptedField
from encryption.models import EncryptedModel
from erasure import mentions, records
from erasure.records import Model

# Under keys of a house: nobody who is helped is in them.
OF_A_HOUSE = {
    "accounts.Service", "accommodation.Unit", "accommodation.House", "accommodation.Address",
}  # fmt: skip
# Under keys of whoever wrote them. What they say of somebody is found as a mention, but for a
# worker's own declaration of whom she knows, and work not saved yet, which goes whole.
OF_STAFF = {
    "accounts.MoreRecords", "accounts.ReviewItem", "accounts.UnsavedWork", "cases.AccessRequest",
    "cases.Declaration", "cases.UnusualAccess", "erasure.Erasure", "interchange.ImportedReference",
}  # fmt: skip
# Under keys of their own, which an app names in its part of erasing.
BY_ITS_APP = {"marac.MaracReferral", "referrals.CaseReferral"}


def sealed_models() -> list[type[EncryptedModel]]:
    """Every model with a sealed field."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, EncryptedModel)
        and any(isinstance(field, EncryptedField) for field in model._meta.local_concrete_fields)
    ]


def goes_with_somebody(model: type[EncryptedModel]) -> bool:
    """Say whether the keys of a model's rows go when somebody, or the last one of a case, goes."""
    if model in (Person, Case) or model._meta.label in BY_ITS_APP:
        return True
    if model.ENCRYPTION_SUBJECT == "id":
        return model in records.ways_to(Case)
    subjects = [
        field.related_model
        for field in model._meta.local_concrete_fields
        if field.attname == model.ENCRYPTION_SUBJECT
    ]
    return any(
        isinstance(subject, type)
        and issubclass(subject, EncryptedModel)
        and goes_with_somebody(subject)
        for subject in subjects
    )


@pytest.mark.parametrize("model", sealed_models(), ids=lambda model: model._meta.label)
def test_its_keys_go_with_somebody_or_it_is_nobodys(model: type[EncryptedModel]) -> None:
    stays = model._meta.label in OF_A_HOUSE | OF_STAFF

    assert goes_with_somebody(model) is not stays


def test_what_staff_wrote_is_looked_through_for_names() -> None:
    looked_at: set[Model] = set(mentions._models())
    labels = {model._meta.label for model in looked_at}

    assert {*OF_STAFF} - labels == {"accounts.UnsavedWork", "cases.Declaration"}
