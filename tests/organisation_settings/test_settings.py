"""An organisation's settings: declared, bounded, told apart by role, and never forgotten."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.lost_updates import ChangedMeanwhile
from accounts.models import SettingChange
from accounts.settings import Scope, Setting, change, declaring, register, value_of
from accounts.settings.kinds import Choice, Kind, Lines, Number, Several, Telephone, Text, YesNo
from accounts.settings.pages import history, places
from accounts.tenancy import enter
from audit.models import Event
from tests.cast import Cast


@pytest.fixture
def in_alder_as_ada(cast: Cast) -> Iterator[Cast]:
    with enter(cast.alder, by=cast.ada):
        yield cast


def test_every_declared_default_is_one_that_the_setting_can_be() -> None:
    for group in declaring.every_setting().values():
        for setting in group:
            assert setting.clean(setting.default) == setting.default, setting.key
            assert setting.words(setting.default), setting.key


def test_the_default_holds_until_somebody_decides(in_alder_as_ada: Cast) -> None:
    assert value_of("idle_lock_minutes") == 15

    change("idle_lock_minutes", to=10, by=in_alder_as_ada.ada)

    assert value_of("idle_lock_minutes") == 10


def test_what_one_organisation_decides_is_nothing_to_another(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        change("idle_lock_minutes", to=10, by=cast.ada)

        with enter(cast.birch, by=cast.bea):
            assert value_of("idle_lock_minutes") == 15
        assert value_of("idle_lock_minutes") == 10
    assert value_of("idle_lock_minutes") == 15


def test_a_change_is_kept_with_from_to_who_and_its_event(in_alder_as_ada: Cast) -> None:
    ada = in_alder_as_ada.ada
    change("idle_lock_minutes", to=10, by=ada)
    made = change("idle_lock_minutes", to=20, by=ada)

    [last, first] = SettingChange.objects.of("idle_lock_minutes")
    assert (first.before, first.after, last.before, last.after) == (None, 10, 10, 20)
    assert last.changed_by == ada
    event = Event.objects.filter(verb="setting.change").latest("at")
    assert (event.subjects, event.fields) == ([made.pk], ["idle_lock_minutes"])


def test_what_is_decided_for_a_role_stands_before_what_holds_for_all(
    in_alder_as_ada: Cast,
) -> None:
    change("records_per_hour", to=80, by=in_alder_as_ada.ada)
    change("records_per_hour", to=200, role="service_manager", by=in_alder_as_ada.ada)

    assert value_of("records_per_hour", role="service_manager") == 200
    assert value_of("records_per_hour", role="idva") == 80


def test_what_was_decided_for_a_role_can_be_taken_back(in_alder_as_ada: Cast) -> None:
    change("records_per_hour", to=200, role="idva", by=in_alder_as_ada.ada)
    change("records_per_hour", to=None, role="idva", by=in_alder_as_ada.ada)

    assert value_of("records_per_hour", role="idva") == 60
    setting = declaring.get("records_per_hour")
    told = [(past.place, past.before, past.after) for past in history(setting, places(setting))]
    assert told == [
        ("IDVA", "200 records", "as for everybody"),
        ("IDVA", "as for everybody", "200 records"),
    ]


def test_a_setting_of_the_organisation_is_not_told_apart(in_alder_as_ada: Cast) -> None:
    with pytest.raises(ValueError, match="not told apart"):
        change("idle_lock_minutes", to=10, role="idva", by=in_alder_as_ada.ada)


@pytest.mark.parametrize("wrong", [0, 61, -1, 1.5, "soon", "", [15], 10**30])
def test_nothing_out_of_bounds_is_stored(wrong: object, in_alder_as_ada: Cast) -> None:
    with pytest.raises(ValidationError, match="Enter a whole number from 1 to 60"):
        change("idle_lock_minutes", to=wrong, by=in_alder_as_ada.ada)

    assert not SettingChange.objects.exists()


def test_nobody_overwrites_a_change_that_they_have_not_seen(in_alder_as_ada: Cast) -> None:
    change("idle_lock_minutes", to=10, number=1, by=in_alder_as_ada.ada)

    with pytest.raises(ChangedMeanwhile):
        change("idle_lock_minutes", to=20, number=1, by=in_alder_as_ada.mara)

    assert value_of("idle_lock_minutes") == 10


@pytest.mark.parametrize("write", ["update(after=5)", "delete()"])
def test_the_application_cannot_rewrite_the_history(write: str, in_alder_as_ada: Cast) -> None:
    change("idle_lock_minutes", to=10, by=in_alder_as_ada.ada)
    rows = SettingChange.objects.all()

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows.update(after=5) if write.startswith("update") else rows.delete()

    assert rows.get().after == 10


def test_all_settings_are_read_with_one_query_and_then_none(in_alder_as_ada: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        for group in declaring.every_setting().values():
            for setting in group:
                value_of(setting.key)

    assert len(queries) == 1


def test_what_was_read_is_read_anew_at_the_next_entry(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        assert value_of("idle_lock_minutes") == 15
        with enter(cast.alder, by=cast.mara):
            change("idle_lock_minutes", to=10, by=cast.mara)
    with enter(cast.alder, by=cast.ada):
        assert value_of("idle_lock_minutes") == 10


def test_a_key_is_declared_once_and_an_unknown_one_is_a_fault() -> None:
    idle = declaring.get("idle_lock_minutes")
    assert register(idle) is idle
    other = Setting(
        key=idle.key, group="", name="", about="", kind=YesNo(), default=True, scope=Scope.ROLE
    )
    with pytest.raises(ValueError, match="Two settings"):
        register(other)
    with pytest.raises(declaring.UnknownSetting):
        value_of("no_such_setting")


@given(st.integers(min_value=-5, max_value=70))
def test_a_number_is_taken_exactly_within_its_bounds(number: int) -> None:
    try:
        taken = _of(Number(1, 60, "minute", "minutes")).clean(number) == number
    except ValidationError:
        taken = False
    assert taken == (1 <= number <= 60)


@given(st.lists(st.text(st.characters(exclude_characters="\0"), max_size=30), max_size=20))
def test_a_list_keeps_its_order_and_loses_blanks_and_repeats(lines: list[str]) -> None:
    found = _of(Lines()).clean(lines)

    assert isinstance(found, list)
    assert _of(Lines()).clean(found) == found
    assert len(set(found)) == len(found)
    assert all(line.strip() for line in found)


def test_every_kind_says_its_value_in_words() -> None:
    week = (("monday", "Monday"), ("friday", "Friday"))
    assert Number(1, 60, "minute", "minutes").words(1) == "1 minute"
    assert YesNo().words(False) == "No"
    assert Choice(week).words("friday") == "Friday"
    assert Several(week).words(["monday", "friday"]) == "Monday and Friday"
    assert Telephone().words("") == "none"
    assert Text().words("Ask at the desk") == "Ask at the desk"
    assert Lines().words(["Police", "GP"]) == "Police, GP"


def test_yes_and_no_are_stored_as_such() -> None:
    setting = _of(YesNo())

    assert [setting.clean(given) for given in ("yes", "no", True, False)] == [True, False] * 2


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (YesNo(), "perhaps"),
        (Choice((("a", "A"),)), "b"),
        (Several((("a", "A"),)), []),
        (Several((("a", "A"),)), ["a", "b"]),
        (Telephone(), "ring Jo"),
        (Text(longest=5), "too long"),
        (Lines(most=1), ["one", "two"]),
        (Lines(longest=3), ["four"]),
    ],
)
def test_every_kind_refuses_what_it_cannot_be(kind: Kind, wrong: object) -> None:
    with pytest.raises(ValidationError):
        _of(kind).clean(wrong)


def _of(kind: Kind) -> Setting:
    return Setting(key="probe", group="", name="Probe", about="", kind=kind, default="")
