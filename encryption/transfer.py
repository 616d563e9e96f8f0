"""Moving a record's sealed values to another subject or row, as a merge or a transfer does."""

from uuid import UUID

from encryption.binding import BINDING
from encryption.fields import EncryptedField, Held
from encryption.models import EncryptedModel


def reencrypt(
    instance: EncryptedModel, *, to_subject: UUID | None = None, to_row: UUID | None = None
) -> None:
    """Open all values where they are, and bind them to the new subject or row at the next save.

    The subject's attribute and the id are set here. With a new row the save inserts; deleting
    the old row stays with the caller.
    """
    fields = [f for f in instance._meta.concrete_fields if isinstance(f, EncryptedField)]
    opened = {field.attname: getattr(instance, field.attname) for field in fields}
    if to_subject is not None:
        setattr(instance, instance.ENCRYPTION_SUBJECT, to_subject)
    if to_row is not None:
        instance.pk = to_row
    if to_row is not None or instance._meta.pk.attname == instance.ENCRYPTION_SUBJECT:
        instance._state.adding = True
    instance.__dict__.pop(BINDING, None)
    for name, value in opened.items():
        instance.__dict__[name] = Held(value)
