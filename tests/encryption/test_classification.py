"""Every field of every model is classified, and no encrypted one is misused."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.management import call_command
from django.db import models
from django.db.models.functions import Lower

from encryption import checks, classification
from encryption.checks import model_faults, tag_faults
from encryption.classification import Declared
from encryption.fields import EncryptedText
from encryption.keys import KeyClass
from encryption.models import EncryptedModel, EncryptedQuerySet


class Sample(EncryptedModel):
    """A model for these tests; it has no table."""

    ENCRYPTION_SUBJECT = "id"

    id = models.UUIDField(primary_key=True)
    name = EncryptedText(tag="sample.name", key_class=KeyClass.IDENTITY)
    opened_on = models.DateField()

    objects = EncryptedQuerySet.as_manager()

    class Meta:
        app_label = "encryption_samples"
        managed = False


GOOD = {"encryption_samples.Sample": {"opened_on": "day: lists need it"}}


def faults_of(*declarations: dict[str, dict[str, str]]) -> list[str]:
    """What is said of Sample under these declarations, tags aside."""
    found = Declared()
    for declaration in declarations:
        found.add(declaration)
    return [fault for fault in classification.faults(found, [Sample]) if "tags.txt" not in fault]


def test_every_field_of_every_model_is_classified() -> None:
    assert list(classification.faults()) == []


def test_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_classification")

    assert "are classified" in capsys.readouterr().out


def test_the_command_exits_with_1_and_names_the_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from cases import classification as declared_by_cases

    monkeypatch.delitem(declared_by_cases.PLAIN["cases.Case"], "opened_on")

    with pytest.raises(SystemExit) as stopped:
        call_command("check_classification")

    assert stopped.value.code == 1
    assert "cases.Case.opened_on is not classified" in capsys.readouterr().err


def test_a_model_that_is_well_declared_has_no_fault() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("declarations", "fault"),
    [
        ([], "opened_on is not classified"),
        ([GOOD, GOOD], "opened_on is classified 2 times"),
        ([GOOD, {"encryption_samples.Sample": {"closed_on": "day"}}], "no such field"),
        ([GOOD, {"encryption_samples.Gone": {"closed_on": "day"}}], "no such field"),
        ([GOOD, {"encryption_samples.Sample": {"name": "why not"}}], "declared plain"),
        ([{"encryption_samples.Sample": {"opened_on": " "}}], "without a reason"),
    ],
)
def test_a_model_that_is_badly_declared_is_named(
    declarations: list[dict[str, dict[str, str]]], fault: str
) -> None:
    (found,) = faults_of(*declarations)

    assert fault in found


MISUSES: list[dict[str, object]] = [
    {"ordering": ["-name"]},
    {"ordering": [models.F("name").desc()]},
    {"get_latest_by": "name"},
    {"unique_together": (("name", "opened_on"),)},
    {"indexes": [models.Index(fields=["-name"], name="i")]},
    {"indexes": [models.Index(Lower("name"), name="i")]},
    {"indexes": [models.Index(fields=["id"], include=["name"], name="i")]},
    {"indexes": [models.Index(fields=["id"], condition=models.Q(name__gt=""), name="i")]},
    {"constraints": [models.UniqueConstraint(fields=["name"], name="c")]},
    {"constraints": [models.UniqueConstraint(Lower("name").desc(), name="c")]},
    {"constraints": [models.CheckConstraint(condition=~models.Q(name=""), name="c")]},
    {
        "constraints": [
            models.CheckConstraint(condition=models.Q(id=models.F("name")), name="c"),
        ]
    },
    {
        "constraints": [
            ExclusionConstraint(expressions=[("name", "&&"), ("opened_on", "=")], name="c"),
        ]
    },
]


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: next(iter(misuse)))
def test_an_encrypted_field_in_an_index_constraint_or_ordering_is_named(
    misuse: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for option, value in misuse.items():
        monkeypatch.setattr(Sample._meta, option, value)

    (fault,) = model_faults(Sample)

    assert "Sample.name is encrypted and stands in" in fault


def test_a_model_without_a_subject_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sample, "ENCRYPTION_SUBJECT", "")

    assert list(model_faults(Sample)) == [
        "encryption_samples.Sample does not name its ENCRYPTION_SUBJECT."
    ]


def test_a_model_with_a_repr_of_its_own_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sample, "__repr__", lambda self: self.name)

    (fault,) = model_faults(Sample)

    assert "__repr__" in fault


def test_an_ordinary_model_with_an_encrypted_field_is_named() -> None:
    class Plain(models.Model):
        name = EncryptedText(tag="plain.name", key_class=KeyClass.IDENTITY)

        class Meta:
            app_label = "encryption_samples"
            managed = False

        def __str__(self) -> str:
            return "plain"

    assert any("is no EncryptedModel" in fault for fault in model_faults(Plain))


@pytest.mark.parametrize(
    ("in_use", "listed", "fault"),
    [
        (["a.b"], ["a.b"], None),
        (["a.b"], ["a.b", "a.c retired"], None),
        (["a.b", "a.c"], ["a.b"], "a.c is not in tags.txt"),
        (["a.b", "a.b"], ["a.b"], "the tag of 2 fields"),
        (["a.b"], ["a.b", "a.b"], "stands twice"),
        (["a.b"], ["a.b", "a.b retired"], "stands twice"),
        (["a.b"], ["a.b retired"], "must not be used again"),
        (["a.b"], ["a.b", "a.c"], "write 'retired' behind it"),
    ],
)
def test_tags_are_listed_for_ever(in_use: list[str], listed: list[str], fault: str | None) -> None:
    found = list(tag_faults(in_use, listed))

    assert fault is None or any(fault in each for each in found)
    assert bool(found) == bool(fault)


# A tag that has been in a release may never go: each stands here a second time.
FIRST_TAGS = {
    "case.summary",
    "person.contact",
    "person.date_of_birth",
    "person.family_name",
    "person.given_name",
    "person.known_as",
    "person.postcode",
    "profile.answers",
    "profile.immigration",
}


def test_the_first_tags_are_still_listed() -> None:
    assert {line.split()[0] for line in checks.listed_tags()} >= FIRST_TAGS


def test_the_system_checks_pass() -> None:
    assert checks.check_tags() == checks.check_models() == []
