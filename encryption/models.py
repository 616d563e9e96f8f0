"""Wrapped keys, and the base of every model that has encrypted fields.

This app is at the bottom, so organisations and subjects are plain UUIDs here.
"""

import uuid
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy

from encryption import committing, keyring
from encryption.binding import BINDING
from encryption.errors import EncryptedFieldError
from encryption.fields import EncryptedField, Held, stored_form
from encryption.keys import FIRST_VERSION


class InstallationKey(models.Model):
    """One row: the installation's own key, wrapped by the root key.

    That it unwraps is the proof that the root key is the right one.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    wrapped = models.BinaryField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="encryption_one_installation_key"
            ),
        ]

    def __str__(self) -> str:
        return "key of this installation"


class TrailKey(models.Model):
    """A later version of the key that authenticates the installation's own events.

    The first is derived from the installation key. None is ever retired: what was made with it is
    checked with it.
    """

    version = models.PositiveSmallIntegerField(primary_key=True)
    wrapped = models.BinaryField()
    rotation_id: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True)
    began_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(version__gt=FIRST_VERSION),
                name="encryption_first_trail_key_is_derived",
            ),
        ]

    def __str__(self) -> str:
        return f"trail key {self.version}"


class RootKeyQuerySet(models.QuerySet["RootKey"]):
    """Questions about the versions of the root key."""

    def in_use(self) -> Self:
        """Those that may open something: one, and two while it is being replaced."""
        return self.filter(retired_on=None).order_by("version")

    def retired(self) -> Self:
        """Those that open nothing here any more."""
        return self.exclude(retired_on=None).order_by("version")

    def newest(self) -> "RootKey":
        """The version that wraps what is made now."""
        return self.order_by("-version")[0]


RootKeyManager = models.Manager.from_queryset(RootKeyQuerySet)


class RootKey(models.Model):
    """A version of the root key, known by its fingerprint. The key itself is never here."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    fingerprint = models.BinaryField(unique=True)
    began_at = models.DateTimeField(auto_now_add=True)
    retired_on = models.DateField(null=True)
    backups_gone_on = models.DateField(null=True)

    objects: ClassVar[RootKeyManager["RootKey"]] = RootKeyManager()

    def __str__(self) -> str:
        return f"root key {self.version}"


class OrganisationKey(models.Model):
    """A class key of an organisation, wrapped by the root key.

    A retired version keeps its row, without the key: the day on which it opened its last record,
    and the day on which the last backup that holds it is destroyed.
    """

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()
    key_class = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField(default=FIRST_VERSION)
    wrapped = models.BinaryField()
    # The rotation that made it; None for the first version.
    rotation_id: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    retired_on = models.DateField(null=True)
    backups_gone_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(retired_on=None, backups_gone_on=None)
                | models.Q(retired_on__isnull=False, backups_gone_on__isnull=False, wrapped=b""),
                name="encryption_retired_organisation_key_is_gone",
            ),
            models.UniqueConstraint(
                fields=("organisation_id", "key_class", "version"),
                name="encryption_organisation_key_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_class} key of organisation {self.organisation_id}"


class DataKeys(models.Model):
    """The data keys of one subject, one for each class, each wrapped by its class key."""

    subject_id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField(default=FIRST_VERSION)
    identity = models.BinaryField()
    location = models.BinaryField()
    narrative = models.BinaryField()
    profile = models.BinaryField()
    files = models.BinaryField()
    search = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"keys of {self.kind} {self.subject_id}"


class SubjectKey(DataKeys):
    """The data keys that seal what is written of a subject.

    Deleting the row erases the subject: nothing sealed for it opens again.
    """


class FormerSubjectKey(DataKeys):
    """The data keys before these, for as long as values wait to be sealed anew."""


class RotationQuerySet(models.QuerySet["Rotation"]):
    """Questions about rotations."""

    def underway(self) -> "Rotation | None":
        """The one that has begun and not ended."""
        return self.filter(ended_at=None).first()


RotationManager = models.Manager.from_queryset(RotationQuerySet)


class Rotation(models.Model):
    """Keys being replaced, and how far that is. One at a time."""

    class Kind(models.TextChoices):
        """What is replaced."""

        ROOT = "root", "the root key"
        CLASS = "class", "a class key of every organisation"
        ORGANISATION = "organisation", "the data keys of an organisation"
        TRAIL = "trail", "the keys that authenticate the audit trail"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12, choices=Kind)
    key_class = models.CharField(max_length=16, blank=True, default="")
    organisation_id = models.UUIDField(null=True)
    stage = models.CharField(max_length=60, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # How often it was taken up again.
    runs = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(auto_now_add=True)
    said_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[RotationManager["Rotation"]] = RotationManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ended_at"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="encryption_one_rotation_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["root", "class", "organisation", "trail"]),
                name="encryption_rotation_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"rotation of {self.get_kind_display()}"


class Tombstone(models.Model):
    """A line of the ledger of erased subjects that this database has carried out.

    Without a wall, like the ledger itself: it is compared before any organisation is entered.
    """

    number = models.PositiveIntegerField(primary_key=True)
    organisation_id = models.UUIDField(db_index=True)
    erasure_id = models.UUIDField(unique=True)
    subject_ids = ArrayField(models.UUIDField())
    mac = models.BinaryField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"tombstone {self.number}"


M = TypeVar("M", bound=models.Model, covariant=True)


class EncryptedQuerySet(models.QuerySet[M]):
    """A queryset that refuses what the database cannot do with sealed values."""

    def values(self, *names: Any, **expressions: Any) -> Any:
        self._refuse_encrypted(*(names or self._all_names()))
        return super().values(*names, **expressions)

    def values_list(self, *names: Any, **options: Any) -> Any:
        self._refuse_encrypted(*(names or self._all_names()))
        return super().values_list(*names, **options)

    def order_by(self, *names: Any) -> Self:
        self._refuse_encrypted(*(_names_ordered_by(name) for name in names))
        return super().order_by(*names)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[M]:
        """As Django's, where every encrypted field of every row is written."""
        encrypted = {field.name for field in committing.encrypted_fields(self.model)}
        updated = options.get("update_fields") if options.get("update_conflicts") else encrypted
        if encrypted and (options.get("ignore_conflicts") or not encrypted.issubset(updated or ())):
            raise EncryptedFieldError("What is left out here could not be told from what is not.")
        made = super().bulk_create(objs, *args, **options)
        committing.instances_written(made, using=self.db)
        return made

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """As Django's; encrypted fields are sealed for each instance first."""
        instances, names = list(objs), list(fields)
        with stored_form():
            changed = super().bulk_update(instances, names, batch_size)
        committing.instances_written(instances, names, using=self.db)
        return changed

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def _all_names(self) -> list[str]:
        return [field.name for field in self.model._meta.concrete_fields]

    def _refuse_encrypted(self, *names: Any) -> None:
        for name in names:
            if isinstance(name, str) and _reaches_encrypted_field(self.model, name):
                raise EncryptedFieldError(
                    f"{name} is encrypted: read it on the instances, or with encryption.bulk."
                )


class EncryptedModel(models.Model):
    """Base of every model with encrypted fields. It has an `id` and an `organisation_id`.

    `ENCRYPTION_SUBJECT` names the attribute that holds the id of the subject under whose keys
    the values are sealed: "id" for a person, "case_id" for what belongs to a case; empty for
    a model that has no encrypted field.
    """

    ENCRYPTION_SUBJECT: ClassVar[str] = ""
    # Whether the trail holds what is current of each row.
    COMMITTED: ClassVar[bool] = True

    class Meta:
        abstract = True

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.pk}>"

    def __getstate__(self) -> dict[str, Any]:
        """Copies and pickles carry sealed bytes alone."""
        state: dict[str, Any] = super().__getstate__()
        for field in self._meta.concrete_fields:
            if isinstance(field, EncryptedField):
                if field.is_unsaved(self):
                    raise TypeError(
                        f"This {type(self).__name__} holds unsaved encrypted values: "
                        "save it before it is copied or pickled."
                    )
                held = state.get(field.attname)
                if isinstance(held, Held):
                    state[field.attname] = held.stored
        return state

    def save_base(
        self,
        raw: bool = False,
        force_insert: Any = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Any = None,
    ) -> None:
        """As Django's; then tell which sealed bytes were written."""
        super().save_base(raw, force_insert, force_update, using, update_fields)
        committing.instances_written(
            [self], update_fields, using=self._state.db or DEFAULT_DB_ALIAS
        )

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **options: Any) -> Any:
        """Remember what the row is bound to, and announce its subject to the key ring."""
        instance = super().from_db(db, field_names, values, **options)
        if not cls.ENCRYPTION_SUBJECT:
            return instance
        instance._note_binding()
        ring = keyring.current_or_none()
        subject_id = instance.__dict__.get(cls.ENCRYPTION_SUBJECT)
        if ring is not None and subject_id is not None:
            ring.expect((subject_id,))
        return instance

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """As Django's; encrypted values are carried over sealed."""
        with stored_form():
            super().refresh_from_db(using, fields, from_queryset)
        if fields is None and self.ENCRYPTION_SUBJECT:
            self._note_binding()

    @property
    def is_erased(self) -> bool:
        """Whether the subject of this record was erased: its encrypted values are blank then."""
        ring = keyring.current_or_none()
        return ring is not None and ring.is_erased(getattr(self, self.ENCRYPTION_SUBJECT))

    def _note_binding(self) -> None:
        held = self.__dict__
        row = (held.get("organisation_id"), held.get(self.ENCRYPTION_SUBJECT), held.get("id"))
        if None not in row:
            held[BINDING] = row


def _names_ordered_by(expression: Any) -> Any:
    """The name in "-name", F("name") or F("name").desc(); anything else as it is."""
    if isinstance(expression, OrderBy):
        (expression,) = expression.get_source_expressions()
    if isinstance(expression, models.F):
        return vars(expression)["name"]
    return expression.lstrip("-") if isinstance(expression, str) else expression


def _reaches_encrypted_field(model: type[models.Model], path: str) -> bool:
    for part in path.split(LOOKUP_SEP):
        try:
            field = model._meta.get_field("id" if part == "pk" else part)
        except FieldDoesNotExist:
            return False
        if isinstance(field, EncryptedField):
            return True
        if field.related_model is None or isinstance(field.related_model, str):
            return False
        model = field.related_model
    return False
