"""Unsaved work: kept for its writer, sealed, gone when it is saved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts import unsaved
from accounts.models import UnsavedWork
from accounts.tenancy import enter
from cases.services import change_summary
from tests.cast import Cast
from tests.sign_in.people import signed_in

pytestmark = pytest.mark.django_db

SENTENCE = "She rang from her sister's kitchen"
RECORD = uuid4()


class NoteForm(forms.Form):
    text = forms.CharField()
    kinds = forms.MultipleChoiceField(choices=[("call", "Call"), ("visit", "Visit")])
    other = forms.CharField()


def keep(client: Client, address: str = "/unsaved/note/", **content: object) -> int:
    sent = {"text": SENTENCE, "once": str(uuid4()), "csrfmiddlewaretoken": "x", **content}
    return client.post(address, sent).status_code


def test_what_is_written_comes_back_to_its_writer(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    assert keep(client, kinds=["call", "visit"]) == 204

    with enter(cast.alder, by=cast.ines):
        kept = unsaved.find(by=cast.ines, form="note", record=None)

    assert kept is not None
    assert kept.content == {"text": [SENTENCE], "kinds": ["call", "visit"]}
    assert kept.updated_at.utcoffset() == timedelta(0)


def test_a_form_is_filled_with_it_and_keeps_the_rest(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client, kinds=["call", "visit"])
    with enter(cast.alder, by=cast.ines):
        kept = unsaved.find(by=cast.ines, form="note", record=None)
        assert kept is not None

        initial = kept.initial_for(NoteForm())

    assert initial == {"text": SENTENCE, "kinds": ["call", "visit"]}


def test_a_page_shows_it_again_and_says_when_it_was_kept(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client, f"/unsaved/note/{RECORD}/")
    form = NoteForm(initial={"text": "As saved", "other": "kept as it is"})

    with enter(cast.alder, by=cast.ines):
        shown = unsaved.restore(form, by=cast.ines, name="note", record=RECORD)

    assert form["text"].value() == SENTENCE
    assert form["other"].value() == "kept as it is"
    assert shown["unsaved_url"] == f"/unsaved/note/{RECORD}/"
    assert shown["kept_at"] is not None


def test_a_form_that_was_just_sent_shows_what_was_sent(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client)
    form = NoteForm({"text": "Sent"})

    with enter(cast.alder, by=cast.ines):
        shown = unsaved.restore(form, by=cast.ines, name="note", record=None)

    assert form["text"].value() == "Sent"
    assert shown == {
        "unsaved_url": "/unsaved/note/", "kept_as": {"form": "note", "record": ""},
        "kept_at": None, "guarded": None,
    }  # fmt: skip


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_by_a_draft(
    client: Client, cast: Cast
) -> None:
    signed_in(client, cast.ines)
    address = f"/c/{cast.amira.reference}/now/"
    page = client.get(address).context
    keep(client, page["unsaved_url"], summary="Ines writes", version="1")
    with enter(cast.alder, by=cast.mara):
        change_summary(case=cast.amira, summary="Mara saved", expected_version=1, by=cast.mara)

    again = client.get(address).context
    sent = {"summary": "Ines writes", "version": again["guarded"].version, "once": str(uuid4())}
    answer = client.post(address, sent)

    assert again["form"]["summary"].value() == "Ines writes"
    assert answer.status_code == 409
    assert b"Mara saved" in answer.content


def test_a_draft_is_gone_from_the_page_once_it_is_saved(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    address = f"/c/{cast.amira.reference}/now/"
    keep(client, client.get(address).context["unsaved_url"], summary="Draft", version="1")
    assert b"We kept what you were writing" in client.get(address).content

    client.post(address, {"summary": "Saved", "version": "1", "once": str(uuid4())})

    assert b"We kept what you were writing" not in client.get(address).content


def test_a_draft_is_gone_once_it_is_discarded(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    address = f"/c/{cast.amira.reference}/now/"
    keep(client, client.get(address).context["unsaved_url"], summary="Draft", version="1")
    kept_as = {"form": "where", "record": str(cast.amira.pk), "back": address}

    answer = client.post("/unsaved/", kept_as)

    assert answer["Location"] == address
    assert b"We kept what you were writing" not in client.get(address).content


def test_nobody_discards_a_colleagues_draft(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client)

    signed_in(client, cast.mara)
    away = client.post("/unsaved/", {"form": "note", "back": "https://example.org/"})
    nothing = client.post("/unsaved/", {"form": "note", "record": "1"})

    assert (away["Location"], nothing.status_code) == ("/", 404)
    with enter(cast.alder, by=cast.ines):
        assert UnsavedWork.objects.count() == 1


def test_writing_on_replaces_what_was_kept(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client)
    keep(client, text="Later")

    with enter(cast.alder, by=cast.ines):
        [work] = UnsavedWork.objects.all()
        assert work.content == {"text": ["Later"]}


def test_each_record_has_its_own(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client)
    keep(client, f"/unsaved/note/{RECORD}/", text="Of the record")

    with enter(cast.alder, by=cast.ines):
        kept = unsaved.find(by=cast.ines, form="note", record=RECORD)
        assert UnsavedWork.objects.count() == 2

    assert kept is not None
    assert kept.content["text"] == ["Of the record"]


def test_nobody_else_gets_it_in_the_same_organisation_or_another(
    client: Client, cast: Cast
) -> None:
    signed_in(client, cast.ines)
    keep(client)

    with enter(cast.alder, by=cast.mara):
        assert unsaved.find(by=cast.mara, form="note", record=None) is None
    with enter(cast.birch, by=cast.bo):
        assert UnsavedWork.objects.count() == 0


def test_saving_removes_it(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client)

    with enter(cast.alder, by=cast.ines):
        unsaved.forget(by=cast.ines, form="note", record=None)

        assert unsaved.find(by=cast.ines, form="note", record=None) is None


def test_the_database_holds_no_word_of_it(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)
    keep(client)

    with enter(cast.alder, by=cast.ines), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(w)::text, content FROM accounts_unsavedwork w")
        [(row, content)] = cursor.fetchall()

    assert "sister" not in row
    assert b"sister" not in bytes(content)
    assert len(bytes(content)) > 256


def test_a_text_that_is_too_long_is_refused(client: Client, cast: Cast) -> None:
    signed_in(client, cast.ines)

    assert keep(client, text="x" * 200_001) == 413


def test_a_stranger_keeps_nothing(client: Client, cast: Cast) -> None:
    assert keep(client) == 302


def test_what_nobody_comes_back_to_is_removed(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        unsaved.keep(by=cast.ines, form="note", record=None, content=QueryDict("text=a"))
        unsaved.forget_old(now=timezone.now() + timedelta(days=29))
        assert UnsavedWork.objects.count() == 1

        unsaved.forget_old(now=timezone.now() + timedelta(days=31))
        assert UnsavedWork.objects.count() == 0
