"""Whatever a page shows of a sealed record, an event stored before it names that record.

Each sealed text on the stage is a word of its own: one that is found in a response tells whose
record was opened for it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from unittest.mock import patch
from uuid import UUID

import pytest
from django.apps import apps
from django.db import OperationalError
from pytest_django import Settings

from accommodation.models import PlacementReferral
from accounts.models import Organisation
from accounts.models.unsaved import UnsavedWork
from accounts.tenancy import enter
from cases.models import Case, Person, PersonCausingHarm, Profile
from encryption.fields import EncryptedField
from encryption.models import EncryptedModel
from marac.models import MaracReferral
from risk.models import Assessment
from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import OPENS, Asker
from tests.matrix.people import COLUMNS
from tests.matrix.records import word
from tests.matrix.stage import Stage
from tests.matrix.test_matrix import rows, still

__all__ = ["still"]

WORD = re.compile(r"Zq[0-9]+x")

# An event must name these themselves; of any other record, the one that its values belong to.
NAMED_THEMSELVES = (
    Assessment, Case, MaracReferral, Person, PersonCausingHarm, PlacementReferral,
)  # fmt: skip
# Names of places: no record of a person, and shown wherever somebody chooses one.
OF_NO_PERSON = {"accounts.Service", "accommodation.Unit"}
# Sealed, and yet without words: codes of a list, or what no page shows.
WITHOUT_WORDS = {
    "accommodation.Episode": "where from, as a code",
    "moveon.Ending": "how and where to, as codes",
    "cases.UnusualAccess": "what stood out, as codes",
    "interchange.ImportedReference": "no page shows it",
}

# Between them they open every page that shows a record.
SHOWN_MOST = ("IDVA, her case", "service manager", "MARAC coordinator, host", "commissioner")

# For each word, the records that hold it: of what kind, and the ids that would name each.
Holders = dict[str, list[tuple[str, set[UUID]]]]


def sealed_models() -> list[type[EncryptedModel]]:
    """Return the models that have sealed fields."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, EncryptedModel) and model.ENCRYPTION_SUBJECT
    ]


def holders(models: list[type[EncryptedModel]]) -> Holders:
    """Return whose each word is, in every organisation."""
    found: Holders = defaultdict(list)
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None):
            for model in models:
                for record in model._default_manager.all():
                    for one in _words_of(record):
                        found[one].append((model._meta.label, _named_by(record)))
    return found


def _words_of(record: EncryptedModel) -> set[str]:
    fields = [one for one in record._meta.concrete_fields if isinstance(one, EncryptedField)]
    return set(
        WORD.findall(json.dumps([getattr(record, one.attname) for one in fields], default=str))
    )


def _named_by(record: EncryptedModel) -> set[UUID]:
    """Return the ids of which an event must name one."""
    if isinstance(record, NAMED_THEMSELVES):
        return {record.pk}
    own = {record.pk, getattr(record, record.ENCRYPTION_SUBJECT)}
    return own | {record.record} if isinstance(record, UnsavedWork) and record.record else own


@pytest.fixture
def held(stage: Stage) -> Holders:
    """Return whose every word is, of records that are about a person."""
    about_people = [one for one in sealed_models() if one._meta.label not in OF_NO_PERSON]
    return holders(about_people)


def opened(column: str) -> Iterator[str]:
    """Give the addresses that the matrix opens to this column."""
    matrix = rows()
    yield from (name for name in every_address() if matrix[name, "read"][column] == OPENS)


def test_every_sealed_model_is_on_the_stage_with_words(stage: Stage) -> None:
    for model in sealed_models():
        if model._meta.label not in WITHOUT_WORDS:
            assert holders([model]), model._meta.label


def test_words_say_whose_they_are(stage: Stage, held: Holders) -> None:
    survivor = stage.household.survivor
    with enter(stage.alder, by=None):
        profile = Profile.objects.get(person=survivor)
        name, language = survivor.postcode, profile.answer("preferred_language")
        search_record = survivor.search_record.pk

    assert held[name] == [
        ("cases.Person", {survivor.pk}),
        ("cases.SearchRecord", {search_record, survivor.pk}),
    ]
    assert held[language] == [("cases.Profile", {profile.pk, survivor.pk})]
    assert word() not in held


def test_all_that_is_shown_is_named_in_an_event(stage: Stage, held: Holders) -> None:
    missing: set[str] = set()
    shown = 0
    for column in COLUMNS[1:]:
        asker = Asker(stage.personas[column])
        for name in opened(column):
            answer = asker.ask("GET", path_of(name, stage))
            read = {one for event in answer.events for one in event.subjects}
            for one in set(WORD.findall(answer.text)) & held.keys():
                shown += 1
                if not any(ids & read for _, ids in held[one]):
                    missing.add(f"{column}: {name} shows {held[one][0][0]} unnamed")

    assert not missing, "\n".join(sorted(missing))
    assert shown > 100


def test_without_its_event_nothing_is_shown(
    stage: Stage, held: Holders, settings: Settings
) -> None:
    settings.FAILURE_TELEPHONE = "01632 960000"
    for column in SHOWN_MOST:
        asker = Asker(stage.personas[column])
        for name in opened(column):
            path = path_of(name, stage)
            showing = bool(set(WORD.findall(asker.ask("GET", path).text)) & held.keys())
            with patch("audit.events._insert", side_effect=OperationalError("no room")):
                answer = asker.send("GET", path)
            shown = set(WORD.findall(answer.content.decode(errors="replace")))
            assert sorted(shown & held.keys()) == [], f"{column}: {name}"
            if showing:
                assert answer.status_code == 503, f"{column}: {name}"
                assert settings.FAILURE_TELEPHONE.encode() in answer.content
