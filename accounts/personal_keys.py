"""The keys that seal what one member of staff writes, or what is written about their acts."""

import uuid
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models.user import User
from audit import context, events
from encryption import subjects
from encryption.models import SubjectKey


def subject_of(organisation_id: UUID, user_id: UUID) -> UUID:
    """The encryption subject of a person in one organisation."""
    return uuid.uuid5(organisation_id, f"user {user_id}")


def ensure(user: User, *, by: User | None) -> None:
    """Make the person's keys in the organisation that is entered, unless they are there."""
    organisation_id = context.required_organisation()
    subject_id = subject_of(organisation_id, user.pk)
    if SubjectKey.objects.filter(subject_id=subject_id).exists():
        return
    events.write("person_keys.make", by=by, subjects=[user.pk])
    try:
        with transaction.atomic():
            subjects.create(organisation_id=organisation_id, kind="user", subject_ids=[subject_id])
    except IntegrityError:
        # Another request of the same moment was first.
        return
