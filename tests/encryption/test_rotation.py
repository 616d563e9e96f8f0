"""Keys are replaced: what was sealed stays readable, and the keys before open nothing any more."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.rotating import RotationRefused, rotate, underway
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.models import Person
from encryption import installation, keyring, trail_keys
from encryption.errors import DecryptionFailed, RootKeyRefused
from encryption.keys import KeyClass
from encryption.models import (
    InstallationKey,
    OrganisationKey,
    RootKey,
    Rotation,
    SubjectKey,
    TrailKey,
)
from encryption.primitives import key_version
from encryption.retirement import backups_gone_on
from tests.cast import Cast
from tests.encryption.rotating import own_root  # noqa: F401 - a fixture


def silent(sentence: str) -> None:
    """Say nothing."""


def rotate_class(key_class: KeyClass = KeyClass.IDENTITY) -> None:
    """Replace a class key."""
    rotate(Rotation.Kind.CLASS, key_class=key_class, say=silent)


def names(cast: Cast) -> set[str]:
    """The names that Alder's records hold."""
    with enter(cast.alder, by=None):
        return {person.given_name for person in Person.objects.all()}


def verbs(cast: Cast) -> list[str]:
    """What Alder's trail says of keys, in order."""
    with enter(cast.alder, by=None):
        found = Event.objects.filter(verb__startswith="keys.").order_by("at")
        return list(found.values_list("verb", flat=True))


def test_a_class_key_is_replaced_and_the_names_stay(cast: Cast) -> None:
    rotate_class()

    assert names(cast) == {"Amira", "Yusuf"}
    with enter(cast.alder, by=None):
        assert {key_version(bytes(each.identity)) for each in SubjectKey.objects.all()} == {2}
        assert {key_version(bytes(each.profile)) for each in SubjectKey.objects.all()} == {1}
    assert verbs(cast) == ["keys.class_announce", "keys.rewrap", "keys.class_retire"]


def test_a_class_key_that_was_replaced_is_destroyed_and_has_its_days(cast: Cast) -> None:
    rotate_class()

    with enter(cast.alder, by=None):
        old, new = OrganisationKey.objects.filter(key_class="identity").order_by("version")
        assert bytes(old.wrapped) == b""
        assert old.backups_gone_on == backups_gone_on(localdate())
        assert (new.version, new.retired_on) == (2, None)


def test_a_data_key_under_a_retired_class_key_is_refused(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        before = SubjectKey.objects.get(subject_id=cast.amira.pk)
    rotate_class(KeyClass.NARRATIVE)

    with enter(cast.alder, by=None):
        events.write("test.write", by=None, subjects=[cast.amira.pk])
        SubjectKey.objects.filter(pk=before.pk).update(narrative=before.narrative)
        with pytest.raises(DecryptionFailed, match="retired"):
            keyring.current().data_key(cast.amira.pk, KeyClass.NARRATIVE)


def test_a_ring_that_was_open_before_reads_what_is_wrapped_since(cast: Cast) -> None:
    ring = keyring.KeyRing(cast.alder.pk)
    with enter(cast.alder, by=None):
        ring.class_key(KeyClass.NARRATIVE)
    rotate_class(KeyClass.NARRATIVE)

    with enter(cast.alder, by=None):
        assert ring.data_key(cast.amira.pk, KeyClass.NARRATIVE).version == 1


def test_the_root_key_is_replaced_and_the_old_file_opens_nothing(
    cast: Cast,
    own_root: Path,  # noqa: F811
) -> None:
    old = own_root.read_bytes()
    rotate(Rotation.Kind.ROOT, say=silent)

    assert own_root.read_bytes() != old
    assert not own_root.with_name("root.key.arriving").exists()
    assert names(cast) == {"Amira", "Yusuf"}
    assert key_version(bytes(InstallationKey.objects.get().wrapped)) == 2
    own_root.write_bytes(old)
    with pytest.raises(RootKeyRefused, match="opens nothing any more"):
        installation.verify()
    installation.forget()


def test_a_root_key_that_was_replaced_has_its_days(cast: Cast, own_root: Path) -> None:  # noqa: F811
    rotate(Rotation.Kind.ROOT, say=silent)

    old, new = RootKey.objects.order_by("version")
    assert old.backups_gone_on == backups_gone_on(localdate())
    assert new.retired_on is None


def test_another_rotation_is_refused_until_the_first_is_finished(cast: Cast) -> None:
    Rotation.objects.create(kind=Rotation.Kind.CLASS, key_class="identity")

    with pytest.raises(RotationRefused, match="rotate_keys --class identity"):
        rotate(Rotation.Kind.ROOT, say=silent)
    with pytest.raises(RotationRefused, match="--class identity"):
        rotate_class(KeyClass.PROFILE)
    rotate_class()


def test_two_processes_do_not_rotate_at_once(cast: Cast) -> None:
    with (
        underway.claimed(Rotation.Kind.ROOT, key_class="", organisation_id=None, say=silent),
        pytest.raises(RotationRefused, match="by another process"),
    ):
        rotate_class()


def test_the_database_holds_no_two_rotations_that_are_underway(cast: Cast) -> None:
    Rotation.objects.create(kind=Rotation.Kind.ROOT)

    with pytest.raises(IntegrityError, match="one_rotation_at_a_time"), transaction.atomic():
        Rotation.objects.create(kind=Rotation.Kind.ROOT)


def test_the_command_says_how_far_it_is_and_what_was_last(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rotate_keys", "--class", "profile")
    said = capsys.readouterr().out
    call_command("rotate_keys", "--status")

    assert "people, cases and houses whose keys are wrapped anew: 0 of" in said
    assert ", 0 to go" in said
    assert "Done: the keys before open nothing any more." in said
    assert "a class key of every organisation (profile), finished on" in capsys.readouterr().out


def test_the_state_of_a_rotation_that_was_killed_can_be_read(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    Rotation.objects.create(
        kind=Rotation.Kind.CLASS, key_class="search", stage="doing", done=3, total=9, runs=2
    )

    call_command("rotate_keys", "--status")

    assert "(search), since" in (said := capsys.readouterr().out)
    assert "doing: 3 of 9" in said
    assert "run 2" in said


def test_an_organisation_that_is_not_there_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="No organisation is called “Cedar”"):
        call_command("rotate_keys", "--organisation", "Cedar")


def test_the_key_that_authenticates_the_trail_is_no_class_to_replace(cast: Cast) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("rotate_keys", "--class", "purposes")


def test_the_root_key_is_replaced_under_the_later_keys_of_the_trail(
    cast: Cast,
    own_root: Path,  # noqa: F811
) -> None:
    rotate(Rotation.Kind.TRAIL, say=silent)
    before = dict(trail_keys.every("audit-mac"))
    rotate(Rotation.Kind.ROOT, say=silent)

    assert dict(trail_keys.every("audit-mac")) == before
    assert key_version(bytes(TrailKey.objects.get().wrapped)) == 2


@pytest.mark.parametrize("kind", [Rotation.Kind.CLASS, Rotation.Kind.TRAIL])
def test_what_an_earlier_run_has_done_is_not_told_again(
    cast: Cast, kind: Rotation.Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_class = KeyClass.IDENTITY if kind == Rotation.Kind.CLASS else None
    with monkeypatch.context() as broken:
        # As if it were killed with its last step done.
        broken.setattr(underway.Underway, "end", lambda _: None)
        rotate(kind, key_class=key_class, say=silent)
    once = verbs(cast)

    rotate(kind, key_class=key_class, say=silent)

    assert verbs(cast) == once
