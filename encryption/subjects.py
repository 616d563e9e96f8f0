"""Subjects: the people, cases, houses and referrals that have data keys of their own."""

from collections.abc import Iterable
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from encryption import keyring
from encryption.errors import KeyUnavailable
from encryption.keyring import KeyRing, WrappedSubject
from encryption.keys import FIRST_VERSION, KeyClass
from encryption.models import SubjectKey
from encryption.primitives import new_key
from encryption.wrapping import wrap_data_key

KINDS = ("person", "case", "house", "referral", "user")


def create(
    *,
    organisation_id: UUID,
    kind: str,
    subject_ids: Iterable[UUID],
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Make the data keys of new subjects, in one statement for up to 2,000 of them."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is not a kind of subject.")
    ring = keyring.current()
    if ring.organisation_id != organisation_id:
        raise KeyUnavailable("Another organisation is entered than the one of these subjects.")
    made = [(subject_id, _wrapped(ring, subject_id)) for subject_id in subject_ids]
    SubjectKey.objects.using(using).bulk_create(
        (
            SubjectKey(
                subject_id=subject_id,
                organisation_id=organisation_id,
                kind=kind,
                **dict(zip(KeyClass, subject.wrapped, strict=True)),
            )
            for subject_id, subject in made
        ),
        batch_size=2000,
    )
    ring.remember(made)


def erase(subject_id: UUID, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Delete a subject's keys: nothing that was sealed for it opens again."""
    SubjectKey.objects.using(using).filter(subject_id=subject_id).delete()
    ring = keyring.current_or_none()
    if ring is not None:
        ring.forget(subject_id)


def _wrapped(ring: KeyRing, subject_id: UUID) -> WrappedSubject:
    wrapped = []
    for key_class in KeyClass:
        version, cipher = ring.class_cipher(key_class)
        wrapped.append(
            wrap_data_key(cipher, version, new_key(), ring.organisation_id, subject_id, key_class)
        )
    return WrappedSubject(FIRST_VERSION, tuple(wrapped))
