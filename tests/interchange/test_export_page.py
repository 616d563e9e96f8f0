"""Taking the records out from the web: one zip that a passphrase opens, and no trace of it."""

import builtins
import io
import os
import re
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pyzipper
import time_machine
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.choices import ReviewKind
from accounts.models import Membership, Organisation, User
from accounts.permissions import Permission
from accounts.reviews import queue_of
from accounts.roles import DataProtectionLead, ServiceManager
from accounts.services import create_organisation, end_membership
from accounts.tenancy import enter
from audit import context
from audit import events as audit_events
from cases.choices import CaseRole
from cases.models import Person
from cases.services import NewPerson, add_person
from encryption import keyring
from interchange import exporting
from interchange.columns import FILES
from interchange.encrypted import SHORTEST, new_passphrase
from interchange.exporting import ExportNotPossible, export_bundle
from interchange.services import import_bundle
from tests.cast import LONG_AGO, Cast, hire
from tests.interchange.bundles import Rows, normal, read_rows, small, write
from tests.interchange.held import events
from tests.pages import Browser, assert_well_made, client_of
from tests.sign_in.people import PASSWORD, with_password

pytestmark = pytest.mark.django_db

PATH = "/x/"
PASSPHRASE = "kettle orbit walnut"
OWN = {
    "reason": "We change to another system",
    "choice": "own",
    "passphrase": PASSPHRASE,
    "passphrase_again": PASSPHRASE,
}


@pytest.fixture
def mara(cast: Cast) -> Browser:
    return client_of(cast.mara)


def whole(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def opened(archive: bytes, passphrase: str, folder: Path) -> Path:
    """The bundle that another program than ours finds in the archive, as a zip in the folder."""
    with pyzipper.AESZipFile(io.BytesIO(archive)) as outer:
        outer.setpassword(passphrase.encode())
        (entry,) = outer.infolist()
        assert (entry.wz_aes_version, entry.wz_aes_strength) == (2, 3)
        folder.mkdir()
        inner: Path = folder / entry.filename
        inner.write_bytes(outer.read(entry))
    return inner


def unpacked(inner: Path) -> Rows:
    folder = inner.parent / "files"
    with pyzipper.ZipFile(inner) as archive:
        archive.extractall(folder)
    return read_rows(folder)


def test_a_stranger_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(PATH)["Location"] == f"/in/?next={PATH}"


@pytest.mark.parametrize("who", ["ines", "kay", "cora", "ada", "bo"])
def test_without_the_right_there_is_nothing(who: str, cast: Cast) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(PATH).status_code == 404
    assert client.send(PATH, OWN).status_code == 404
    assert PATH not in assert_well_made(client.get("/h/"), "/h/").addresses


def test_whoever_has_the_right_finds_the_page_in_the_menu(mara: Browser) -> None:
    assert PATH in assert_well_made(mara.get("/h/"), "/h/").addresses
    assert_well_made(mara.get(PATH), PATH)


def test_the_right_to_import_does_not_open_it(
    mara: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ServiceManager, "permissions", frozenset({Permission.BUNDLE_IMPORT}))

    assert mara.get(PATH).status_code == 404


def test_the_same_bundle_goes_into_an_empty_installation(tmp_path: Path) -> None:
    empty = transaction.savepoint()
    import_bundle(write(small(), tmp_path / "in"), by=None)
    mara = hire("Mara", Organisation.objects.get(), ServiceManager)
    inner = opened(whole(client_of(mara).send(PATH, OWN)), PASSPHRASE, tmp_path / "out")
    transaction.savepoint_rollback(empty)

    import_bundle(inner, by=None)
    export_bundle(tmp_path / "again", organisation_ref="o1", by=None)

    assert unpacked(inner) == read_rows(tmp_path / "again") == normal(small())


def test_records_made_here_go_into_another_installation(
    cast: Cast, mara: Browser, tmp_path: Path
) -> None:
    inner = opened(whole(mara.send(PATH, OWN)), PASSPHRASE, tmp_path / "out")

    import_bundle(inner, source="alder", by=None)

    came = Organisation.objects.filter(name="Alder").exclude(pk=cast.alder.pk).get()
    with enter(came, by=None):
        assert {one.given_name for one in Person.objects.all()} == {"Amira", "Yusuf"}


def test_a_wrong_passphrase_opens_nothing(mara: Browser, tmp_path: Path) -> None:
    archive = whole(mara.send(PATH, OWN))

    with pytest.raises(RuntimeError, match="Bad password"):
        opened(archive, "kettle orbit walnot", tmp_path / "out")


def test_neither_names_nor_records_show_without_it(mara: Browser) -> None:
    response = mara.send(PATH, OWN)
    archive = whole(response)

    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="rowan-export-{today}.zip"'
    assert response["Cache-Control"] == "no-store"
    assert not any(file.filename.encode() in archive for file in FILES)
    assert b"Amira" not in archive


def test_an_organisation_without_records_comes_out_too(tmp_path: Path) -> None:
    empty = create_organisation(name="New", kind="charity", by=None)
    archive = whole(client_of(hire("Nia", empty, ServiceManager)).send(PATH, OWN))

    rows = unpacked(opened(archive, PASSPHRASE, tmp_path / "out"))

    assert [file for file, found in rows.items() if found] == ["organisations"]


def test_everybody_is_in_the_trail_before_the_first_piece(cast: Cast, mara: Browser) -> None:
    response = mara.send(PATH, OWN)

    (event,) = events("bundle.export")
    with enter(cast.alder, by=None):
        people = set(Person.objects.values_list("pk", flat=True))
    assert people <= set(event.subjects)
    assert (event.kind, event.actor_id, event.purpose) == ("read", cast.mara.pk, OWN["reason"])
    whole(response)
    assert len(events("bundle.export")) == 1


def test_somebody_else_looks_into_it(cast: Cast, mara: Browser) -> None:
    hale = hire("Hale", cast.alder, DataProtectionLead)
    whole(mara.send(PATH, OWN))

    with enter(cast.alder, by=hale):
        item = queue_of(hale).get(kind=ReviewKind.UNUSUAL)
        assert (item.about_id, OWN["reason"] in item.reason) == (cast.mara.pk, True)
        assert [one.user_id for one in item.notices.all()] == [hale.pk]
    with enter(cast.alder, by=cast.mara):
        assert not queue_of(cast.mara).exists()


def test_whoever_came_meanwhile_is_in_the_trail_as_well(cast: Cast, mara: Browser) -> None:
    response = mara.send(PATH, OWN)
    with enter(cast.alder, by=cast.ines):
        new = NewPerson(given_name="Late")
        late = add_person(case=cast.amira, new=new, role=CaseRole.CHILD, by=cast.ines)
    whole(response)

    told = [one.subjects for one in events("bundle.export")]
    assert [late.person_id] in told
    assert {one.source for one in events("bundle.export")} == {"web 127.0.0.1"}


def test_without_its_event_nothing_comes(mara: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise Error("no room")

    monkeypatch.setattr(audit_events, "_insert", full)

    answer = mara.send(PATH, OWN)

    assert answer.status_code == 503
    assert b"cannot record who looked" in answer.content


def test_whoever_loses_the_right_meanwhile_gets_nothing(cast: Cast, mara: Browser) -> None:
    response = mara.send(PATH, OWN)
    with enter(cast.alder, by=None):
        held = Membership.objects.get(user=cast.mara)
        end_membership(membership=held, ends_on=LONG_AGO, by=None)

    with pytest.raises(ExportNotPossible):
        whole(response)
    assert mara.get(PATH).status_code == 404


def test_who_it_is_is_asked_again_after_some_minutes(cast: Cast) -> None:
    cache.clear()
    mara = client_of(with_password(cast.mara))
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = mara.get(PATH)
        refused = mara.send(PATH, OWN)
        back = mara.post(asked["Location"], {"password": PASSWORD, "next": PATH})

        assert asked["Location"] == refused["Location"] == "/in/again/?next=%2Fx%2F"
        assert back["Location"] == PATH
        assert mara.get(PATH).status_code == 200
    assert PASSPHRASE not in str(dict(mara.session.items()))


def test_a_passphrase_is_made_and_shown_once(mara: Browser, tmp_path: Path) -> None:
    shown = mara.send(PATH, {"reason": "Leaving", "choice": "made"})
    made = shown.context["passphrase"]
    archive = whole(mara.send(PATH, sent_by(shown.content.decode())))

    assert_well_made(shown, PATH)
    assert made in shown.content.decode()
    assert unpacked(opened(archive, made, tmp_path / "out"))["people"]
    assert made not in mara.get(PATH).content.decode()


def sent_by(page: str) -> dict[str, str]:
    """What the hidden fields of the page's form send."""
    return dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))


def test_made_passphrases_are_long_and_never_the_same() -> None:
    made = {new_passphrase() for _ in range(50)}

    assert len(made) == 50
    assert {len(one) for one in made} == {34}


@pytest.mark.parametrize(
    ("passphrase", "again", "said"),
    [
        ("", "", "at least 12 characters"),
        ("k" * (SHORTEST - 1), "k" * (SHORTEST - 1), "at least 12 characters"),
        ("abababababab", "abababababab", "more different characters"),
        ("1q2w3e4r5t6y", "1q2w3e4r5t6y", "among the first"),
        ("kettle örbit walnut", "kettle örbit walnut", "without accents"),
        (PASSPHRASE, "kettle orbit walnuts", "The two are not the same"),
        ("kettle orbit " * 8, "kettle orbit " * 8, "at most 99"),
    ],
)
def test_a_weak_passphrase_is_refused_in_words(
    passphrase: str, again: str, said: str, mara: Browser
) -> None:
    answer = mara.send(PATH, {**OWN, "passphrase": passphrase, "passphrase_again": again})

    assert said in assert_well_made(answer, PATH).text
    assert passphrase not in answer.content.decode() or not passphrase
    assert events("bundle.export") == []


def test_a_reason_is_asked_for(mara: Browser) -> None:
    answer = mara.send(PATH, {**OWN, "reason": ""})

    assert "Say why you take the records out" in assert_well_made(answer, PATH).text


def test_the_passphrase_is_kept_nowhere(
    cast: Cast, mara: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    whole(mara.send(PATH, OWN))
    mara.post("/unsaved/export/", OWN)

    with enter(cast.alder, by=cast.mara), connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            assert not [row for row in cursor.fetchall() if PASSPHRASE in row[0]], table
        cursor.execute("SELECT count(*) FROM accounts_oncekey")
        assert cursor.fetchone() == (0,)
    assert PASSPHRASE not in str(dict(mara.session.items()))
    assert PASSPHRASE not in caplog.text


def test_nothing_of_it_touches_the_disk(
    mara: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    response = mara.send(PATH, OWN)

    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(builtins, "open", refuse)

    assert whole(response)


def end_roles_of(user: User, organisation: Organisation) -> None:
    """End all that somebody may do, on the connection of another thread."""
    with enter(organisation, by=None):
        for held in Membership.objects.filter(user=user):
            end_membership(membership=held, ends_on=LONG_AGO, by=None)
    connection.close()


@pytest.mark.two_connections
@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_whoever_loses_the_right_while_it_is_sent_gets_no_more_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", 1)
    response = client_of(cast.mara).send(PATH, OWN)
    pieces = iter(response.streaming_content)
    begun = next(pieces)
    elsewhere = threading.Thread(target=end_roles_of, args=[cast.mara, cast.alder])
    elsewhere.start()
    elsewhere.join()

    with pytest.raises(ExportNotPossible):
        b"".join(pieces)
    with pytest.raises(pyzipper.BadZipFile):
        pyzipper.AESZipFile(io.BytesIO(begun))


@pytest.mark.two_connections
@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_a_reader_who_goes_away_leaves_no_organisation_entered(cast: Cast) -> None:
    response = client_of(cast.mara).send(PATH, OWN)
    pieces = iter(response.streaming_content)
    next(pieces)
    assert context.organisation() == cast.alder.pk

    response.close()

    assert context.organisation() is None
    assert keyring.current_or_none() is None
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('rowan.organisation', true)")
        assert cursor.fetchone()[0] in ("", None)
    assert not Person.objects.exists()
