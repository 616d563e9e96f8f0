"""The keys of the trail are replaced: what was made before still holds, and no more comes of it."""

import hmac
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from accounts.rotating import rotate
from accounts.tenancy import enter
from audit import checkpoints, codes, events, keys, sweeping
from audit.content import EventContent
from audit.models import Event
from encryption import trail_keys
from encryption.custody import custodian
from encryption.models import OrganisationKey, Rotation
from tests.audit.test_commitments import in_control, rename
from tests.audit.trails import faults, faults_from_outside, grow
from tests.cast import Cast
from tests.encryption import independent_reader as reader

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
              pytest.mark.two_connections]  # fmt: skip


def rotate_trail() -> None:
    """Replace the keys of every trail."""
    rotate(Rotation.Kind.TRAIL, say=lambda _: None)


def versions(chain: UUID | None) -> list[int]:
    """With which versions of the key a chain's events were made, in its order."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT e.mac FROM audit_event e JOIN audit_seal s ON s.event_id = e.id"
            " WHERE e.organisation_id IS NOT DISTINCT FROM %s ORDER BY s.sequence", [chain],
        )  # fmt: skip
        return [int.from_bytes(bytes(row[0])[:2], "big") for row in cursor.fetchall()]


def test_what_was_made_before_still_holds_and_what_comes_is_made_anew(cast: Cast) -> None:
    grow(cast, 3)
    rotate_trail()
    grow(cast, 3)
    rotate_trail()
    events.session("session.end", by=None)
    checkpoints.make(now=timezone.now())

    assert versions(cast.alder.pk)[-1] == 3
    assert {1, 2, 3} == set(versions(cast.alder.pk)) == set(versions(None))
    assert faults(cast) == []
    assert faults_from_outside(cast) == []
    call_command("audit_verify")


@pytest.mark.parametrize("of_installation", [False, True])
def test_an_event_made_with_the_key_before_is_believed_only_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, of_installation: bool
) -> None:
    chain = None if of_installation else cast.alder.pk
    with enter(cast.alder, by=None):
        old = keys.every_key(chain)[1]
    rotate_trail()
    monkeypatch.setattr(events, "newest_key", lambda *_, **__: (1, old))
    if of_installation:
        events.session("session.end", by=None)
    else:
        grow(cast, 1)

    with pytest.raises(CommandError, match="1 faults"):
        call_command("audit_verify")


def test_what_is_current_is_not_taken_from_an_event_made_with_the_key_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with enter(cast.alder, by=None):
        old = keys.every_key(cast.alder.pk)[1]
    rotate_trail()
    monkeypatch.setattr(events, "newest_key", lambda *_, **__: (1, old))
    rename(cast)

    with sweeping.snapshot(), enter(cast.alder, by=None, using="owner"):
        found = [str(fault) for fault in sweeping.faults()]
    assert any("never written by Rowan" in fault for fault in found)


def test_the_version_that_an_event_names_cannot_be_changed_unseen(cast: Cast) -> None:
    rotate_trail()
    grow(cast, 25)
    with in_control("audit_event") as cursor:
        cursor.execute(
            "UPDATE audit_event SET mac = set_byte(mac, 1, 1) WHERE verb = 'trail.grow'"
            " AND organisation_id = %s", [cast.alder.pk],
        )  # fmt: skip

    assert any("the event was changed" in fault for fault in faults(cast))
    assert any("the link was changed" in fault for fault in faults_from_outside(cast))


def test_a_code_from_before_there_were_versions_is_of_the_first(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        events.read("test.read", by=None, subjects=[uuid4()])
        event = Event.objects.get(verb="test.read")
        every = keys.every_key(cast.alder.pk)
    content = EventContent(
        **{
            name: getattr(event, name)
            for name in ("id", "organisation_id", "at", "kind", "actor_id", "verb", "subjects",
                         "fields", "purpose", "source")
        }
    )  # fmt: skip

    assert codes.Codes(every).wrong(content, bytes(event.mac)[2:]) == ""
    assert codes.Codes(every).wrong(content, bytes(31))


def test_another_program_makes_the_codes_from_what_is_written_down(cast: Cast) -> None:
    rotate_trail()
    root = custodian().roots()[0]
    with enter(cast.alder, by=None):
        events.write("test.write", by=None, subjects=[])
        stored = OrganisationKey.objects.get(key_class="purposes", version=2)
        purposes = reader.class_key(root, cast.alder.pk, "purposes", 2, bytes(stored.wrapped))
        event = Event.objects.get(verb="test.write")
    key = reader.derive(purposes, reader.parts(b"rowan purpose", b"audit-mac"))
    content = reader.parts(
        b"rowan-event-1", event.id.bytes, cast.alder.pk.bytes,
        event.at.isoformat(timespec="microseconds").encode(), b"write", b"", b"test.write",
        bytes(4), bytes(4), b"", event.source.encode(),
    )  # fmt: skip

    assert bytes(event.mac) == b"\0\2" + hmac.digest(key, content, "sha256")


def test_another_program_unwraps_the_installation_s_key_of_the_trail(cast: Cast) -> None:
    rotate_trail()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT wrapped FROM encryption_trailkey WHERE version = 2")
        wrapped = bytes(cursor.fetchone()[0])
    key = reader.unwrapped(
        reader.derive(custodian().roots()[0], b"rowan root wrapping"),
        wrapped,
        reader.parts(b"rowan trail key", reader.FS, b"\0\2"),
    )

    info = reader.parts(b"rowan installation purpose", b"audit-mac")
    assert reader.derive(key, info) == dict(trail_keys.every("audit-mac"))[2]
