"""The beginning of an empty installation: the code from the terminal, then the first person."""

import datetime as dt
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.beginning import codes, new_code
from accounts.models import Membership, Organisation, SetUpCode, User
from accounts.tenancy import enter
from tests.cast import Cast
from tests.matrix.asking import recorded
from tests.pages import Page, assert_well_made, client_of
from tests.sign_in.people import code as app_code

CODE, YOU = "/begin/", "/begin/you/"
ADA = {
    "full_name": "Ada Begins",
    "email": "ada.begins@example.org",
    "password": "otter lamp seventeen quiet",
    "again": "otter lamp seventeen quiet",
    "organisation_name": "Alder",
    "kind": "charity",
    "authority_code": "",
}


@pytest.fixture
def nobody(db: None) -> Client:
    return Client(raise_request_exception=False)


def entered(client: Client) -> Client:
    """A browser in which the code was entered."""
    assert client.post(CODE, {"code": new_code()})["Location"] == YOU
    return client


def test_the_first_visit_leads_to_the_code(nobody: Client) -> None:
    answer = nobody.get("/", follow=True)

    assert answer.redirect_chain[-1][0] == CODE
    assert assert_well_made(answer, CODE).headings == ["Begin"]


def test_without_the_code_there_is_no_second_page(nobody: Client) -> None:
    new_code()

    assert nobody.get(YOU)["Location"] == CODE
    assert nobody.post(YOU, ADA)["Location"] == CODE
    assert not User.objects.exists()


def test_a_wrong_code_is_refused_and_recorded(nobody: Client) -> None:
    new_code()

    with recorded() as stored:
        answer = nobody.post(CODE, {"code": "AAAA-BBBB-CCCC-DDDD"})

    assert "That is not the code" in Page(answer).text
    assert [(event.verb, event.actor_id) for event in stored] == [
        ("installation.refuse_code", None)
    ]


def test_the_code_is_taken_however_it_is_typed(nobody: Client) -> None:
    typed = new_code().lower().replace("-", " ")

    assert nobody.post(CODE, {"code": f" {typed} "})["Location"] == YOU


def test_the_code_is_stored_as_a_hash_alone(nobody: Client) -> None:
    code = new_code()

    assert code.encode() not in bytes(SetUpCode.objects.get().code_hash)
    assert len(SetUpCode.objects.get().code_hash) == 32


def test_the_code_expires_also_when_it_was_entered(nobody: Client) -> None:
    code = new_code()
    client = entered(nobody)
    with time_machine.travel(timezone.now() + codes.LASTS + dt.timedelta(seconds=1)):
        assert codes.find(code, now=timezone.now()) is None
        assert client.post(YOU, ADA)["Location"] == CODE


def test_another_start_makes_the_code_before_it_worthless(nobody: Client) -> None:
    first = new_code()
    new_code()

    assert "That is not the code" in Page(nobody.post(CODE, {"code": first})).text


def test_the_first_person_becomes_administrator_of_her_organisation(nobody: Client) -> None:
    with recorded() as stored:
        entered(nobody).post(YOU, ADA)

    person, organisation = User.objects.get(), Organisation.objects.get()
    assert (person.full_name, organisation.name, organisation.kind) == (
        "Ada Begins",
        "Alder",
        "charity",
    )
    with enter(organisation, by=None):
        assert [held.role for held in Membership.objects.all()] == ["administrator"]
    verbs = {event.verb for event in stored if event.actor_id == person.pk}
    assert {"installation.begin", "organisation.create", "membership.create"} <= verbs


@pytest.mark.django_db(transaction=True)
def test_she_goes_on_to_a_second_factor_and_no_further_without_it() -> None:
    nobody = Client()
    answer = entered(nobody).post(YOU, ADA, follow=True)

    assert answer.redirect_chain[-1][0] == "/in/app/"
    assert nobody.get("/d/")["Location"] == "/in/app/"
    secret = answer.context["form"].secret
    nobody.post("/in/app/", {"code": app_code(secret=secret)})
    assert nobody.get("/d/").status_code == 200


def test_afterwards_both_pages_are_not_there(nobody: Client) -> None:
    entered(nobody).post(YOU, ADA)

    for path in (CODE, YOU):
        assert Client().get(path).status_code == 404
        assert Client().post(path, ADA | {"code": "x"}).status_code == 404
        assert client_of(User.objects.get()).get(path).status_code == 404
    assert Client().get("/in/").status_code == 200
    assert new_code() == ""


def test_the_code_is_dead_for_a_second_browser_that_had_entered_it(nobody: Client) -> None:
    code, second = new_code(), Client(raise_request_exception=False)
    for client in (nobody, second):
        client.post(CODE, {"code": code})

    nobody.post(YOU, ADA)
    answer = second.post(YOU, ADA | {"email": "second@example.org"})

    assert answer.status_code == 404
    assert User.objects.count() == Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"full_name": ""}, "Enter your name"),
        ({"email": "ada"}, "Enter an e-mail address, such as"),
        ({"password": "short", "again": "short"}, "12 characters"),
        ({"again": "otter lamp seventeen loud"}, "The two passwords are not the same"),
        ({"organisation_name": " "}, "Enter the name of the organisation"),
        ({"kind": "friend"}, "Select a valid choice"),
        ({"kind": "authority"}, "Say which authority it is"),
        ({"kind": "authority", "authority_code": "Narnia"}, "No authority is called that"),
        ({"kind": "authority", "authority_code": "north"}, "Several authorities are called that"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(
    change: dict[str, str], said: str, nobody: Client
) -> None:
    answer = entered(nobody).post(YOU, ADA | change)

    assert said in Page(answer).text
    assert "otter lamp" not in answer.content.decode()
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_an_authority_is_found_by_a_part_of_its_name(nobody: Client) -> None:
    entered(nobody).post(YOU, ADA | {"kind": "authority", "authority_code": "suffolk"})

    assert Organisation.objects.get().authority_code == "E10000029"


def test_a_fault_on_the_way_leaves_the_installation_empty_and_the_code_alive(
    nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> UUID:
        raise RuntimeError("a fault")

    client = entered(nobody)
    with monkeypatch.context() as patch:
        patch.setattr("accounts.beginning.services.create_membership", fail)
        assert client.post(YOU, ADA).status_code == 500

    assert not User.objects.exists()
    assert client.post(YOU, ADA)["Location"] == "/"


def test_with_somebody_here_sign_in_is_sign_in(cast: Cast) -> None:
    assert Client().get("/in/").status_code == 200
    assert Client().get(CODE).status_code == 404
