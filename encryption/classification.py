"""Every stored field of every model is encrypted, plain for a reason, or derived for a reason.

Encrypted fields are known by their type. Each app declares its other fields in
`<app>/classification.py` as `PLAIN` (and `DERIVED`, for what can be computed again from other
fields): {"cases.Case": {"opened_on": "why this may stay clear"}}. Models of third parties are
declared by `accounts`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from encryption.checks import encrypted_fields, listed_tags, model_faults, tag_faults
from encryption.fields import EncryptedField
from encryption.models import EncryptedModel

Declaration = dict[str, dict[str, str]]

# What each record of an organisation has from accounts.models.TenantModel.
COMMON = {
    "id": "identifier",
    "organisation": "identifier: row-level security needs it",
    "recorded_at": "time of writing",
    "version": "count of changes: guards against lost updates",
    "legal_hold": "keeps a record from erasure: the database must see it",
}

_WRAPPED = "key, wrapped by a key that the database does not hold"

_DATA_KEYS = {
    "subject_id": "identifier",
    "organisation_id": "identifier",
    "kind": "code: person, case, house or referral",
    "version": "version of the keys",
    "identity": _WRAPPED,
    "location": _WRAPPED,
    "narrative": _WRAPPED,
    "profile": _WRAPPED,
    "files": _WRAPPED,
    "search": _WRAPPED,
}

PLAIN: Declaration = {
    "encryption.InstallationKey": {
        "id": "identifier",
        "wrapped": _WRAPPED,
        "recorded_at": "time of writing",
    },
    "encryption.OrganisationKey": {
        "id": "identifier",
        "organisation_id": "identifier",
        "key_class": "code: what the key opens",
        "version": "version of the key",
        "wrapped": _WRAPPED,
        "rotation_id": "identifier",
        "retired_on": "day: when the key was destroyed here",
        "backups_gone_on": "day: when the last backup that holds the key is destroyed",
    },
    "encryption.Tombstone": {
        "number": "line of the ledger",
        "organisation_id": "identifier",
        "erasure_id": "identifier",
        "subject_ids": "identifiers of subjects that were erased",
        "mac": "authentication code of the line",
        "recorded_at": "time of writing",
    },
    "encryption.TrailKey": {
        "version": "version of the key",
        "wrapped": _WRAPPED,
        "rotation_id": "identifier",
        "began_at": "time of writing",
    },
    "encryption.RootKey": {
        "version": "version of the key",
        "fingerprint": "what the key is known by, derived from it one way",
        "began_at": "time of writing",
        "retired_on": "day: when the key opened something here for the last time",
        "backups_gone_on": "day: when the last backup that the key opens is destroyed",
    },
    "encryption.Rotation": {
        "id": "identifier",
        "kind": "code: what is replaced",
        "key_class": "code: what the key opens",
        "organisation_id": "identifier",
        "stage": "words from the code, never data",
        "done": "count of steps",
        "total": "count of steps",
        "runs": "count of runs",
        "began_at": "time: shown as progress",
        "said_at": "time: shown as progress",
        "ended_at": "time: shown as progress",
    },
    "encryption.SubjectKey": _DATA_KEYS,
    "encryption.FormerSubjectKey": _DATA_KEYS,
}


@dataclass
class Declared:
    """What the apps say of their fields: (model label, field name) to each reason given."""

    reasons: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, declarations: Declaration) -> None:
        """Take in one app's dict."""
        for label, fields in declarations.items():
            for name, reason in fields.items():
                self.reasons.setdefault((label, name), []).append(reason)


def declared() -> Declared:
    """The declarations of all installed apps."""
    found = Declared()
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "classification"):
            module = import_module(f"{config.name}.classification")
            found.add(getattr(module, "PLAIN", {}))
            found.add(getattr(module, "DERIVED", {}))
    return found


def all_models() -> list[type[models.Model]]:
    """Every model with a table of its own, third-party and automatic ones included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def faults(
    found: Declared | None = None, considered: list[type[models.Model]] | None = None
) -> Iterator[str]:
    """Each fault as a sentence: unclassified, doubly classified, stale; tags; misuse in indexes."""
    found = declared() if found is None else found
    considered = all_models() if considered is None else considered
    for model in considered:
        yield from _faults_of_fields(model, found)
    yield from _stale(found, considered)
    yield from tag_faults([each.tag for each in encrypted_fields()], listed_tags())
    for model in considered:
        if any(isinstance(each, EncryptedField) for each in model._meta.local_concrete_fields):
            yield from model_faults(model)


def _faults_of_fields(model: type[models.Model], found: Declared) -> Iterator[str]:
    for each in model._meta.local_concrete_fields:
        where = f"{model._meta.label}.{each.name}"
        reasons = list(found.reasons.get((model._meta.label, each.name), ()))
        if issubclass(model, EncryptedModel) and each.name in COMMON:
            reasons.append(COMMON[each.name])
        if any(not reason.strip() for reason in reasons):
            yield f"{where} is declared without a reason."
        if isinstance(each, EncryptedField):
            if reasons:
                yield f"{where} is encrypted and declared plain or derived as well."
        elif not reasons:
            yield f"{where} is not classified: encrypt it, or say why it may stay clear."
        elif len(reasons) > 1:
            yield f"{where} is classified {len(reasons)} times."


def _stale(found: Declared, considered: list[type[models.Model]]) -> Iterator[str]:
    names = {
        (model._meta.label, each.name)
        for model in considered
        for each in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)
    }
    for label, name in sorted(found.reasons.keys() - names):
        yield f"{label}.{name} is classified, but there is no such field."
