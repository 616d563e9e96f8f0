"""What a member of staff does with her own declarations: hers alone to make, change and end."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts import personal_keys
from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import context, events
from cases.conflicts.matching import match_declaration
from cases.models import Declaration, NobodyToDeclare


@transaction.atomic
def declare(*, details: Mapping[str, str], by: User) -> Declaration:
    """Record somebody whom she knows, and keep her from their cases from this moment on."""
    personal_keys.ensure(by, by=by)
    declaration = Declaration(
        organisation_id=context.required_organisation(), user=by, details=_recorded(details)
    )
    events.write("declaration.make", by=by, subjects=[declaration.pk])
    declaration.save(force_insert=True)
    match_declaration(declaration)
    return declaration


@transaction.atomic
def change(
    *, declaration: Declaration, details: Mapping[str, str], expected_version: int, by: User
) -> Declaration:
    """Put right what she declared. What it matched before stays a conflict until it is lifted.

    Raises ChangedMeanwhile.
    """
    events.write("declaration.change", by=by, subjects=[declaration.pk], fields=["details"])
    declaration.details = _recorded(details)
    save_if_unchanged(declaration, expected_version=expected_version, fields=["details"])
    match_declaration(declaration)
    return declaration


@transaction.atomic
def end(
    *, declaration: Declaration, ended_at: datetime.datetime, expected_version: int, by: User
) -> Declaration:
    """End a declaration. It is compared no more; its conflicts stand until somebody lifts them.

    Raises ChangedMeanwhile.
    """
    events.write("declaration.end", by=by, subjects=[declaration.pk], fields=["ended_at"])
    declaration.ended_at = ended_at
    save_if_unchanged(declaration, expected_version=expected_version, fields=["ended_at"])
    return declaration


@transaction.atomic
def nobody(*, said_at: datetime.datetime, by: User) -> None:
    """Record that she has nobody to declare."""
    events.write("declaration.nobody", by=by, subjects=[by.pk])
    NobodyToDeclare.objects.update_or_create(
        organisation_id=context.required_organisation(), user=by, defaults={"said_at": said_at}
    )


def has_answered(user: User) -> bool:
    """Say whether she has ever declared somebody, or said that there is nobody."""
    return (
        Declaration.objects.of(user).exists() or NobodyToDeclare.objects.filter(user=user).exists()
    )


def _recorded(details: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in details.items() if value}
