"""Who looked at a case, at a person and what a colleague looked at: pages, command and walls."""

import datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts import roles
from accounts.models import User
from accounts.tenancy import enter
from audit import events
from audit.looked import EVERYTHING
from audit.models import Event
from cases.choices import GrantKind
from cases.looked import pages
from cases.looked.pages import Looked
from cases.models import Case
from cases.services import NewPerson, open_case
from tests.cases.test_relationships import HOUR, NOW, forbid, give, restrict
from tests.cast import Cast, hire
from tests.pages import assert_well_made, client_of

pytestmark = pytest.mark.usefixtures("sealed_at_once")

NOVEMBER = datetime.datetime(2026, 11, 3, 10, 14, tzinfo=datetime.UTC)


def look(cast: Cast, user: User, verb: str, case: Case, *, times: int = 1) -> None:
    """Let somebody look at a case and its survivor."""
    with enter(cast.alder, by=user):
        person = case.case_people.get(role="survivor").person_id
        for _ in range(times):
            events.read(verb, by=user, subjects=[case.pk, person])


def path(case: Case) -> str:
    """Return the address of who looked at a case."""
    return f"/c/{case.reference}/l/"


def text_of(user: User, address: str) -> str:
    """Open a page, and return what it says."""
    return assert_well_made(client_of(user).get(address), address.partition("?")[0]).text.replace(
        " ,", ","
    )


def test_a_look_is_told_in_a_sentence(cast: Cast, dora: User) -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        look(cast, cast.ines, "case.see", cast.amira)

    assert (
        "Ines Example, IDVA, opened the case on Tuesday 3 November at 10:14, as allocated worker."
    ) in text_of(dora, path(cast.amira))


def test_an_afternoon_is_one_line_that_opens(cast: Cast, dora: User) -> None:
    for minute in range(20):
        with time_machine.travel(NOVEMBER + datetime.timedelta(minutes=minute), tick=False):
            look(cast, cast.ines, "case.see", cast.amira)
    text = text_of(dora, path(cast.amira))

    assert "opened the case on Tuesday 3 November 20 times between 10:14 and 10:33" in text
    assert text.count("opened the case on Tuesday") == 1
    assert "10:33, 10:32" in text


def test_the_newest_come_first_and_pages_go_on_by_sequence(cast: Cast, dora: User) -> None:
    for day in range(1, 8):
        with time_machine.travel(NOVEMBER + datetime.timedelta(days=day), tick=False):
            look(cast, cast.ines, "case.see", cast.amira)
    seen: list[str] = []
    before = None
    with enter(cast.alder, by=dora):
        while True:
            page = _page(cast.amira, before)
            seen += [line.words for line in page.lines if "opened the case" in line.words]
            before = page.before
            if before is None:
                break

    days = [words.partition(" on ")[2] for words in seen]
    assert [day.split()[1] for day in days] == ["10", "9", "8", "7", "6", "5", "4"]


def _page(case: Case, before: int | None) -> Looked:
    return pages.at_case(case, asked=EVERYTHING, before=before, most=3)


def test_filters_narrow_by_who_what_and_day(cast: Cast, dora: User) -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        look(cast, cast.ines, "case.see", cast.amira)
        look(cast, cast.mara, "plan.print", cast.amira)
    address = path(cast.amira)

    assert "plan" not in text_of(dora, f"{address}?who={cast.ines.pk}").split("Who, what")[1]
    assert "opened the case" not in text_of(dora, f"{address}?what=plan")
    assert "printed the safety plan" in text_of(dora, f"{address}?what=plan")
    assert "Tuesday 3" in text_of(dora, f"{address}?since=2026-11-03&until=2026-11-03")
    assert "Tuesday 3" not in text_of(dora, f"{address}?since=2026-11-04&until=2026-11-30")
    assert "comes before" in text_of(dora, f"{address}?since=2026-11-04&until=2026-11-03")


def test_what_belongs_to_the_case_is_told_with_it(cast: Cast, dora: User) -> None:
    with enter(cast.alder, by=cast.ines):
        child = cast.amira.case_people.get(role="child").person_id
        events.read("home.see", by=cast.ines, subjects=[child])

    assert "saw the name on the first page" in text_of(dora, path(cast.amira))
    assert "saw the name on the first page" in text_of(dora, f"{path(cast.amira)}{child}/")
    survivor = _survivor(cast, cast.amira)
    assert "saw the name" not in text_of(dora, f"{path(cast.amira)}{survivor}/")


def _survivor(cast: Cast, case: Case) -> object:
    with enter(cast.alder, by=None):
        return case.case_people.get(role="survivor").person_id


def test_a_look_at_a_child_in_another_case_is_not_told_here(cast: Cast, dora: User) -> None:
    with enter(cast.alder, by=cast.mara):
        other = open_case(
            survivor=NewPerson(given_name="Other"), opened_on=datetime.date(2026, 10, 1),
            worker=cast.mara, by=cast.mara,
        )  # fmt: skip
        child = cast.amira.case_people.get(role="child").person_id
        events.read("case.see_people", by=cast.mara, subjects=[other.pk, child])

    assert "Mara" not in text_of(dora, path(cast.amira)).split("Who, what")[1]


def test_that_somebody_asked_is_recorded_first(cast: Cast, dora: User) -> None:
    text_of(dora, path(cast.amira))
    text_of(dora, f"/z/looked/{cast.ines.pk}/")
    with enter(cast.alder, by=None):
        asked = Event.objects.filter(actor_id=dora.pk, verb__startswith="looked.")
        found = {one.verb: one.subjects for one in asked}

    assert cast.amira.pk in found["looked.see"]
    assert found["looked.see_person"] == [cast.ines.pk]
    assert "Dora Example, Data protection lead, read who looked" in text_of(dora, path(cast.amira))


@pytest.mark.parametrize("who", ["ines", "kay", "ada", "cora"])
def test_the_wrong_role_finds_nothing(cast: Cast, who: str) -> None:
    browser = client_of(getattr(cast, who))

    assert browser.get(path(cast.amira)).status_code == 404
    assert browser.get(f"/z/looked/{cast.ines.pk}/").status_code == 404


def test_a_stranger_with_the_role_reads_of_her_own_alone(cast: Cast) -> None:
    assert cast.stranger_case.reference == cast.amira.reference
    assert "Ines" not in text_of(cast.bea, path(cast.amira))
    survivor = _survivor(cast, cast.amira)
    assert client_of(cast.bea).get(f"{path(cast.amira)}{survivor}/").status_code == 404
    assert client_of(cast.bea).get(f"/z/looked/{cast.ines.pk}/").status_code == 404


def test_a_hidden_case_is_absent(cast: Cast, dora: User) -> None:
    survivor = _survivor(cast, cast.amira)
    forbid(dora, cast.amira)
    browser = client_of(dora)

    assert browser.get(path(cast.amira)).status_code == 404
    assert browser.get(f"{path(cast.amira)}{survivor}/").status_code == 404
    assert browser.get("/c/R-9999/l/").status_code == 404
    assert "no case of this reference" in text_of(dora, f"/z/looked/?case={cast.amira.reference}")


def test_a_restricted_case_is_absent_for_those_not_named(cast: Cast, dora: User) -> None:
    restrict(cast.amira)

    assert client_of(dora).get(path(cast.amira)).status_code == 404
    assert client_of(cast.mara).get(path(cast.amira)).status_code == 404


def test_an_emergency_opens_no_trail(cast: Cast) -> None:
    mona = hire("Mona", cast.alder, roles.ServiceManager, cast.house)
    assert client_of(mona).get(path(cast.amira)).status_code == 404
    give(mona, cast.amira, GrantKind.REQUESTED, ends=NOW + HOUR)

    assert client_of(mona).get(f"/c/{cast.amira.reference}/").status_code == 200
    assert client_of(mona).get(path(cast.amira)).status_code == 404


def test_a_strangers_person_is_no_part_of_the_case(cast: Cast, dora: User) -> None:
    assert client_of(dora).get(f"{path(cast.amira)}{uuid4()}/").status_code == 404


def test_what_a_colleague_looked_at_leaves_out_what_is_hidden(cast: Cast, dora: User) -> None:
    with enter(cast.alder, by=cast.mara):
        other = open_case(
            survivor=NewPerson(given_name="Other"), opened_on=datetime.date(2026, 10, 1),
            worker=cast.ines, by=cast.mara,
        )  # fmt: skip
    look(cast, cast.ines, "plan.print", other)
    look(cast, cast.ines, "case.see", cast.amira)
    with enter(cast.alder, by=cast.ines):
        events.read("case.list", by=cast.ines, subjects=[other.pk, cast.amira.pk])
    address = f"/z/looked/{cast.ines.pk}/"
    assert f"printed the safety plan ({other.reference})" in text_of(dora, address)
    forbid(dora, other)
    text = text_of(dora, address)

    assert "printed" not in text
    assert other.reference not in text
    assert f"saw it in a list of cases ({cast.amira.reference})" in text
    assert f"opened the case ({cast.amira.reference})" in text


def test_a_colleague_of_elsewhere_is_absent(cast: Cast, dora: User) -> None:
    assert client_of(dora).get(f"/z/looked/{cast.bea.pk}/").status_code == 404


def test_nothing_of_another_organisation_is_told(cast: Cast, dora: User) -> None:
    look_at = cast.stranger_case
    with enter(cast.birch, by=cast.bo):
        events.read("plan.print", by=cast.bo, subjects=[cast.amira.pk, look_at.pk])

    assert "printed" not in text_of(dora, path(cast.amira))


def test_the_command_tells_the_same(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        look(cast, cast.ines, "plan.print", cast.amira)
    call_command("who_looked", "Alder", case=cast.amira.reference, reason="She asked")
    printed = capsys.readouterr().out
    call_command("who_looked", "Alder", user=cast.ines.email, reason="She asked")

    assert "Ines Example, IDVA, printed the safety plan on Tuesday 3 November at 10:14" in printed
    assert f"printed the safety plan ({cast.amira.reference})" in capsys.readouterr().out
    with enter(cast.alder, by=None):
        assert Event.objects.get(verb="looked.see").purpose == "She asked"


def test_the_command_knows_no_stranger(cast: Cast) -> None:
    for given in ({"case": cast.stranger_case.reference}, {"user": "nobody@example.org"}):
        with pytest.raises(CommandError):
            call_command("who_looked", "Nowhere", reason="x", **given)
    with pytest.raises(CommandError):
        call_command("who_looked", "Alder", case="R-9999", reason="x")


def test_a_page_costs_the_same_however_much_is_on_it(
    cast: Cast, dora: User, django_assert_max_num_queries: object
) -> None:
    look(cast, cast.ines, "case.see", cast.amira, times=30)
    with enter(cast.alder, by=dora), django_assert_max_num_queries(14):  # type: ignore[operator]
        pages.at_case(cast.amira, asked=EVERYTHING)
    with enter(cast.alder, by=dora), django_assert_max_num_queries(14):  # type: ignore[operator]
        pages.by_colleague(cast.ines, among=Case.objects.all(), asked=EVERYTHING)
