"""The list of who looked that the person herself is given."""

import csv
import datetime
import io

import pytest
import pyzipper
import time_machine

from accounts.models import User
from accounts.settings import services as settings
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.models import Case, Person
from tests.cast import Cast
from tests.looked.test_who_looked import NOVEMBER, look
from tests.pages import client_of

pytestmark = pytest.mark.usefixtures("sealed_at_once")

PASSPHRASE = "three unlike words here"
PRINT = {"reason": "She asked on the telephone", "choice": "print"}
ZIP = PRINT | {"choice": "own", "passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}


def part_of(cast: Cast, role: str) -> Person:
    """Return somebody of Amira's case."""
    with enter(cast.alder, by=None):
        return Person.objects.get(case_people__case=cast.amira, case_people__role=role)


def path(case: Case, person: Person) -> str:
    """Return the address at which a list is made."""
    return f"/x/l/{case.reference}/{person.pk}/"


def printed(cast: Cast, user: User, role: str = "survivor") -> str:
    """Make a list to print."""
    answer = client_of(user).send(path(cast.amira, part_of(cast, role)), PRINT)
    assert answer.status_code == 200
    return str(answer.content.decode())


def unzipped(archive: bytes, passphrase: str) -> str:
    """Open the zip, and the one inside it, and return the list."""
    with pyzipper.AESZipFile(io.BytesIO(archive)) as outer:
        inner = outer.read("bundle.zip", pwd=passphrase.encode())
    with pyzipper.ZipFile(io.BytesIO(inner)) as file:
        assert file.namelist() == ["who-looked.csv"]
        return str(file.read("who-looked.csv").decode())


def test_she_is_told_who_by_role_when_and_what(cast: Cast, dora: User) -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        look(cast, cast.ines, "case.see", cast.amira, times=3)
        look(cast, cast.mara, "plan.print", cast.amira)
    text = printed(cast, dora)

    assert "Tuesday 3 November 2026" in text
    assert "<td>IDVA</td><td>Your case</td><td>3</td>" in text
    assert "<td>Service manager</td><td>Your safety plan</td><td>1</td>" in text
    for hidden in ("Ines", "Mara", "Dora", "10:14", str(cast.ines.pk)):
        assert hidden not in text


def test_names_of_staff_stand_in_it_where_the_organisation_says_so(cast: Cast, dora: User) -> None:
    with enter(cast.alder, by=cast.ada):
        settings.change(key="looked_names", to="names", by=cast.ada)
    look(cast, cast.ines, "case.see", cast.amira)

    assert "<td>Ines Example, IDVA</td>" in printed(cast, dora)


def test_nothing_of_anybody_else_is_in_it(cast: Cast, dora: User) -> None:
    child = part_of(cast, "child")
    with enter(cast.alder, by=cast.ines):
        events.read("home.see", by=cast.ines, subjects=[child.pk])
        events.read("case.see_people", by=cast.mara, subjects=[cast.amira.pk, child.pk])
        events.write("conflict.put_up", by=None, subjects=[cast.amira.pk, cast.kay.pk])
        events.read("review.see", by=cast.mara, subjects=[cast.amira.pk, cast.ines.pk])
    text = printed(cast, dora)

    assert "A list in which you are named" not in text
    assert "Service manager" not in text
    assert "computer system" not in text
    assert "A list in which you are named" in printed(cast, dora, "child")
    for hidden in (str(child.pk), "Yusuf", "Amira", "R-1001"):
        assert hidden not in text.replace("/c/R-1001/l/", "")


def test_the_zip_opens_with_the_passphrase_alone(cast: Cast, dora: User) -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        look(cast, cast.ines, "case.see", cast.amira)
    answer = client_of(dora).send(path(cast.amira, part_of(cast, "survivor")), ZIP)
    content = b"".join(answer.streaming_content)

    assert b"who-looked" not in content
    with pytest.raises(RuntimeError):
        unzipped(content, "another passphrase")
    rows = list(csv.reader(io.StringIO(unzipped(content, PASSPHRASE))))
    assert rows[0] == ["Day", "Who", "What", "Times"]
    assert ["2026-11-03", "IDVA", "Your case", "1"] in rows


def test_a_passphrase_is_made_and_shown_once(cast: Cast, dora: User) -> None:
    answer = client_of(dora).send(
        path(cast.amira, part_of(cast, "survivor")), PRINT | {"choice": "made"}
    )

    assert "Your passphrase" in answer.content.decode()


def test_it_is_in_the_trail_with_the_reason(cast: Cast, dora: User) -> None:
    printed(cast, dora)
    with enter(cast.alder, by=None):
        event = Event.objects.get(verb="looked.give")

    assert event.purpose == PRINT["reason"]
    assert event.subjects == [cast.amira.pk, part_of(cast, "survivor").pk]


@pytest.mark.parametrize("who", ["ines", "mara", "ada", "cora", "bea"])
def test_nobody_else_makes_one(cast: Cast, who: str) -> None:
    browser = client_of(getattr(cast, who))
    address = path(cast.amira, part_of(cast, "survivor"))

    assert browser.get(address).status_code == 404
    assert browser.send(address, PRINT).status_code == 404


def test_after_a_recovery_none_is_made_for_a_day(cast: Cast, dora: User) -> None:
    dora.exports_from = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    dora.save()

    assert client_of(dora).get(path(cast.amira, part_of(cast, "survivor"))).status_code == 404


def test_a_person_of_another_case_is_absent(cast: Cast, dora: User) -> None:
    with enter(cast.birch, by=None):
        other = Person.objects.get(case_people__case=cast.stranger_case)

    assert client_of(dora).get(path(cast.amira, other)).status_code == 404


def test_without_a_reason_nothing_is_made(cast: Cast, dora: User) -> None:
    address = path(cast.amira, part_of(cast, "survivor"))
    answer = client_of(dora).send(address, PRINT | {"reason": ""})

    assert "Say why the list is made" in answer.content.decode()
    with enter(cast.alder, by=None):
        assert not Event.objects.filter(verb="looked.give").exists()
