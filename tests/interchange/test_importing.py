"""A bundle comes in whole or not at all, and again without changing anything."""

import datetime
import random
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from unittest import mock

import pytest
from django.db import DatabaseError, DataError, IntegrityError

from accommodation.models import Episode, EpisodePerson, Provision, Stay, SupportDelivered
from accounts.models import Organisation
from accounts.tenancy import enter
from audit import events as audit_events
from cases.models import Case, CasePerson, Person
from contact import services as safe_contact
from contact.choices import Channel
from contact.models import SafeContact
from contact.rules import Rule
from interchange import sending, shapes, writing
from interchange.faults import BundleRefused
from interchange.services import Imported, ImportNotAllowed, import_bundle
from moveon.models import Ending
from tests.cast import Cast
from tests.interchange.bundles import Rows, row, small, write
from tests.interchange.held import events, everything

pytestmark = pytest.mark.django_db


def bring(rows: Rows, folder: Path, source: str = "bundle") -> Imported:
    """Import the rows; a fault fails the test with its line."""
    try:
        return import_bundle(write(rows, folder), source=source, by=None)
    except BundleRefused as refused:
        pytest.fail("\n".join(refused.faults.lines()))


def refused(rows: Rows, folder: Path, source: str = "bundle") -> list[str]:
    with pytest.raises(BundleRefused) as caught:
        import_bundle(write(rows, folder), source=source, by=None)
    return list(caught.value.faults.lines())


def test_a_bundle_comes_in_whole(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")

    with enter(Organisation.objects.get(), by=None):
        assert {person.given_name for person in Person.objects.all()} == {"Zahra", "Imran"}
        assert Ending.objects.get().detail("next_place") == "social_tenancy"
        assert Case.objects.get().reference.startswith("R-")
        assert SupportDelivered.objects.count() == 3


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    before = everything()

    again = bring(small(), tmp_path / "b")

    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert everything() == before


def test_the_same_in_another_order_changes_nothing(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    before = everything()
    shuffled = small()
    for found in shuffled.values():
        random.Random(5).shuffle(found)
        found.reverse()

    bring(shuffled, tmp_path / "c")

    assert everything() == before


def test_a_changed_row_changes_its_record_alone(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    rows = small()
    rows["people"][0] |= row("given_name=Zara phone=")

    again = bring(rows, tmp_path / "b")

    assert (again.added, again.changed, again.removed) == (0, 1, 0)
    with enter(Organisation.objects.get(), by=None):
        person = next(p for p in Person.objects.all() if p.given_name == "Zara")
        assert person.version == 2
        assert person.contact == {"email": "zee@example.org"}


def test_a_number_that_an_import_changes_is_checked_again(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    with enter(Organisation.objects.get(), by=None):
        person = next(one for one in Person.objects.all() if one.given_name == "Zahra")
        for channel in (Channel.MOBILE, Channel.EMAIL):
            safe_contact.record(
                person=person, channel=channel, rule=Rule(), checked_on=datetime.date(2024, 1, 1),
                expected_version=0, by=None,
            )  # fmt: skip
    rows = small()
    rows["people"][0] |= row("phone=07700+900555")

    bring(rows, tmp_path / "b")

    with enter(Organisation.objects.get(), by=None):
        assert {one.channel: one.checked_on is None for one in SafeContact.objects.all()} == {
            Channel.MOBILE: True, Channel.EMAIL: False,
        }  # fmt: skip


def test_an_answer_that_stays_keeps_its_day(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    import_bundle(folder, by=None, today=datetime.date(2024, 1, 1))
    rows = small()
    rows["people"][0] |= row("trans=declined")

    import_bundle(write(rows, folder), by=None, today=datetime.date(2024, 6, 1))

    with enter(Organisation.objects.get(), by=None):
        profile = next(p.profile for p in Person.objects.all() if p.given_name == "Zahra")
        assert profile.answers["gender"]["on"] == "2024-01-01"
        assert profile.answers["trans"] == {
            "value": "declined", "on": "2024-06-01", "source": "import",
        }  # fmt: skip


def test_rows_below_a_case_and_an_episode_are_replaced_as_a_set(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    rows = small()
    for file in ("case_people", "episode_people", "support"):
        rows[file] = [found for found in rows[file] if found["person_ref"] == "p1"]
    rows["stays"] = []

    bring(rows, tmp_path / "b")

    with enter(Organisation.objects.get(), by=None):
        assert CasePerson.objects.count() == EpisodePerson.objects.count() == 1
        assert SupportDelivered.objects.exclude(episode=None).count() == 1
        assert Stay.objects.count() == 0
        assert Person.objects.count() == 2


def test_an_ending_that_is_taken_back_goes(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    rows = small()
    rows["episodes"][0] |= row("ended_on= planned= asked_to_leave= next_place=")

    bring(rows, tmp_path / "b")

    with enter(Organisation.objects.get(), by=None):
        assert Ending.objects.count() == 0


def test_absent_parents_are_left_alone_and_valid(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    before = everything()
    later: Rows = {file: [] for file in small()}
    later["support"] = [
        row("support_ref=d3 episode_ref=e1 person_ref=p2 support_type=housing "
            "delivered_on=2022-10-01")
    ]  # fmt: skip

    done = bring(later, tmp_path / "later")

    assert (done.added, done.changed, done.removed) == (1, 0, 0)
    after = everything()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"accommodation_supportdelivered", "interchange_importedreference"}


def test_rules_hold_between_a_bundle_and_what_came_before(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    later: Rows = {file: [] for file in small()}
    later["support"] = [
        row("support_ref=d3 episode_ref=e1 person_ref=p9 support_type=housing "
            "delivered_on=2022-10-01")
    ]  # fmt: skip
    later["episode_people"] = [row("episode_ref=e1 person_ref=p2 from=2022-08-02 to=2022-08-03")]
    later["stays"] = [row("stay_ref=y2 episode_ref=e1 unit_ref=u1 from=2022-06-01")]
    later["case_people"] = [row("case_ref=c1 person_ref=p2 role=survivor")]

    found = refused(later, tmp_path / "later")

    assert [line.split(": ")[0] for line in found] == [
        "support.csv:2:person_ref",
        "case_people.csv:2:role",
        "episode_people.csv:2:from",
        "stays.csv:2:unit_ref",
    ]


def test_provision_stays_of_the_type_that_an_earlier_import_carries_on(tmp_path: Path) -> None:
    rows = small()
    later = "provision_ref=v2 service_ref=s1 accommodation_type=refuge continues=v1"
    rows["provision"].append(row(later))
    bring(rows, tmp_path / "b")

    again: Rows = {file: [] for file in rows}
    again["provision"] = [rows["provision"][0] | {"accommodation_type": "dispersed"}]
    found = refused(again, tmp_path / "again")

    assert found[0].startswith("provision.csv:2:accommodation_type: provision imported before")


def with_a_sanctuary(ended_on: str) -> Rows:
    """The small bundle with its provision as a sanctuary, and how its episode's support ended."""
    rows = small()
    rows["provision"][0] |= row("accommodation_type=sanctuary")
    rows["episodes"][0] |= row(f"sanctuary_ending=moved ended_on={ended_on}")
    return rows


@pytest.mark.parametrize("ended_on", ["2022-10-31", ""])
def test_a_sanctuary_stays_one_while_an_ending_speaks_of_it(tmp_path: Path, ended_on: str) -> None:
    rows = with_a_sanctuary(ended_on)
    bring(rows, tmp_path / "b")
    before = everything()
    later: Rows = {file: [] for file in rows}
    later["provision"] = [rows["provision"][0] | row("accommodation_type=refuge")]

    found = refused(later, tmp_path / "later")

    assert found == [
        "provision.csv:2:accommodation_type: an episode imported before says how support in "
        "this sanctuary ended; send that episode too, or keep the type"
    ]
    assert everything() == before


def test_a_sanctuary_becomes_a_refuge_together_with_its_episode(tmp_path: Path) -> None:
    rows = with_a_sanctuary("2022-10-31")
    bring(rows, tmp_path / "b")
    rows["provision"][0] |= row("accommodation_type=refuge")
    rows["episodes"][0] |= row("sanctuary_ending=")

    bring(rows, tmp_path / "again")

    with enter(Organisation.objects.get(), by=None):
        assert Provision.objects.get().accommodation_type == "refuge"
        assert Ending.objects.get().detail("sanctuary_ending") == ""


def test_a_sanctuary_whose_ending_was_not_told_may_become_a_refuge(tmp_path: Path) -> None:
    rows = with_a_sanctuary("2022-10-31")
    rows["episodes"][0] |= row("sanctuary_ending=")
    bring(rows, tmp_path / "b")
    later: Rows = {file: [] for file in rows}
    later["provision"] = [rows["provision"][0] | row("accommodation_type=refuge")]

    assert bring(later, tmp_path / "later").changed == 1


def test_someone_in_an_earlier_episode_stays_in_the_case(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    later: Rows = {file: [] for file in small()}
    later["cases"] = small()["cases"]
    later["case_people"] = small()["case_people"][:1]

    found = refused(later, tmp_path / "later")

    assert found[0].startswith("cases.csv:2:case_ref: someone in an earlier episode")


def test_an_organisation_of_another_source_is_refused(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    before = everything()

    found = refused(small(), tmp_path / "b", source="elsewhere")

    assert found[0].startswith("organisations.csv:2:organisation_ref: an organisation of another")
    assert everything() == before


def test_a_record_does_not_move_to_another_organisation(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")
    later: Rows = {file: [] for file in small()}
    later["organisations"] = [row("organisation_ref=o2 name=Birch kind=charity")]
    later["people"] = [row("person_ref=p1 organisation_ref=o2")]

    found = refused(later, tmp_path / "later")

    assert found == [
        "people.csv:2:person_ref: this record belongs to another organisation already; "
        "give the new one a reference of its own"
    ]


def test_several_organisations_come_in_together(tmp_path: Path) -> None:
    rows = small()
    second = deepcopy(small())
    for file, found in second.items():
        for each in found:
            rows[file].append(
                {k: v + "b" if k.endswith("_ref") and v else v for k, v in each.items()}
            )

    bring(rows, tmp_path / "b")
    again = bring(rows, tmp_path / "b")

    assert Organisation.objects.count() == 2
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_a_former_code_is_taken_as_the_new_one(tmp_path: Path) -> None:
    rows = small()
    rows["provision"][0] |= row("authority_code=E08000020")
    rows["episodes"][0] |= row("origin_code=E06000048")

    bring(rows, tmp_path / "b")

    with enter(Organisation.objects.get(), by=None):
        assert Provision.objects.get().authority_code == "E08000037"
        assert Episode.objects.get().origin == "E06000057"


def test_a_broken_trail_leaves_nothing(tmp_path: Path) -> None:
    with (
        mock.patch.object(audit_events, "write", side_effect=DatabaseError("no trail")),
        pytest.raises(DatabaseError),
    ):
        bring(small(), tmp_path / "b")

    assert Organisation.objects.count() == 0


def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    apply, calls = writing.apply, []

    def fail_late(*args: object) -> None:
        calls.append(args)
        if len(calls) == 14:
            raise DatabaseError("gone")
        apply(*args)  # type: ignore[arg-type]

    with mock.patch.object(writing, "apply", fail_late), pytest.raises(DatabaseError):
        bring(small(), tmp_path / "b")

    assert Organisation.objects.count() == 0


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = import_bundle(write(small(), tmp_path / "b"), by=None, dry_run=True)

    assert (done.rows, done.added) == (26, 0)
    assert Organisation.objects.count() == 0


def test_every_written_record_is_in_the_trail(tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")

    (event,) = events("bundle.import")
    with enter(Organisation.objects.get(), by=None):
        written = {
            *Person.objects.values_list("pk", flat=True),
            *Case.objects.values_list("pk", flat=True),
            *SupportDelivered.objects.values_list("pk", flat=True),
        }
    assert written <= set(event.subjects)
    assert event.actor_id is None


def test_nothing_sensitive_is_stored_in_clear(tmp_path: Path) -> None:
    rows = small()
    rows["case_people"][1] |= row("relationship=stepson-canary")
    rows["referrals"][0] |= row("source=canary-source")
    rows["people"].append(row("person_ref=jane-canary-doe organisation_ref=o1"))
    bring(rows, tmp_path / "b")

    # Long enough that ids and sealed bytes do not hold them by chance.
    clear = repr(everything())

    for canary in (
        "Zahra", "Quillfeather", "Zee-canary", "zee@", "1985-06-15", "(1985, 6, 15)", "indian",
        "Gujarati", "900123", "ZZ1 1ZZ", "Imran",
        "stepson-canary", "Rufus", "Thornapple", "ex-husband", "ZZ9 9ZZ", "canary-source",
        "no_recourse", "child_age", "social_tenancy", "E07000223", "jane-canary-doe", "House",
        "Room 1",
    ):  # fmt: skip
        assert canary not in clear, canary


def test_a_person_without_the_right_is_refused(cast: Cast, tmp_path: Path) -> None:
    bring(small(), tmp_path / "b")

    with pytest.raises(ImportNotAllowed):
        import_bundle(write(small(), tmp_path / "b"), by=cast.mara)
    rows = small()
    rows["organisations"].append(row("organisation_ref=o2 name=Birch kind=charity"))
    with pytest.raises(ImportNotAllowed, match="operator"):
        import_bundle(write(rows, tmp_path / "c"), by=cast.ada)


def test_statements_do_not_grow_with_the_rows(tmp_path: Path) -> None:
    rows = small()
    for number in range(300):
        rows["support"].append(
            row(f"support_ref=n{number} episode_ref=e1 person_ref=p1 support_type=general "
                "delivered_on=2022-06-01")
        )  # fmt: skip
    counted = []
    real = sending.run

    def counting(raw: object, query: str, parameters: Sequence[object]) -> object:
        counted.append(query)
        return real(raw, query, parameters)

    with mock.patch.object(sending, "run", counting):
        bring(rows, tmp_path / "b")

    tables = [query for query in counted if not query.startswith("SET CONSTRAINTS")]
    # One for each table, one for the keys of each kind of subject and of the organisation, and
    # one for the digests of each table with sealed columns.
    with_sealed = sum(bool(shape.sealed) for shape in vars(shapes).values()
                      if isinstance(shape, shapes.Shape))  # fmt: skip
    assert len(tables) <= len(shapes.SHAPES) + 5 + with_sealed
    assert len(counted) - len(tables) == 2


def test_what_the_database_refuses_is_raised_whatever_is_sent_after_it(tmp_path: Path) -> None:
    def refused(changes: object, sender: sending.Sender) -> None:
        sender.send("SELECT 1 / 0")
        sender.send("SELECT 1")

    with mock.patch.object(writing, "check_references", refused), pytest.raises(DataError):
        bring(small(), tmp_path / "b")

    assert Organisation.objects.count() == 0


def test_references_are_checked_before_the_commit(tmp_path: Path) -> None:
    real = writing.check_references

    def without_people(changes: list[writing.Changes], sender: sending.Sender) -> None:
        sender.send("DELETE FROM cases_person")
        real(changes, sender)

    with (
        mock.patch.object(writing, "check_references", without_people),
        pytest.raises(IntegrityError, match="same_organisation"),
    ):
        bring(small(), tmp_path / "b")

    assert Organisation.objects.count() == 0
