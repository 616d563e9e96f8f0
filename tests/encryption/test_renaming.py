"""A migration that renames a field and its table loses none of the sealed values in them."""

import pytest
from django.db import connections, migrations, transaction
from django.db.migrations.loader import MigrationLoader

from accounts.tenancy import enter
from cases.models import Person
from encryption.models import EncryptedModel
from tests.cast import Cast

OPERATIONS = (
    migrations.RenameField("Person", "given_name", "first_name"),
    migrations.RenameModel("Person", "Somebody"),
)


class RolledBackError(Exception):
    """Ends the transaction in which the names are other ones."""


@pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"])
@pytest.mark.two_connections
def test_values_open_under_a_new_name_of_field_and_table(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        names = {person.pk: person.given_name for person in Person.objects.all()}
    state = MigrationLoader(None).project_state()
    owner = connections["owner"]

    with pytest.raises(RolledBackError), transaction.atomic(using="owner"):
        with owner.schema_editor() as editor:
            for operation in OPERATIONS:
                before = state.clone()
                operation.state_forwards("cases", state)
                operation.database_forwards("cases", editor, before, state)
        renamed = state.apps.get_model("cases", "Somebody")
        renamed.ENCRYPTION_SUBJECT = Person.ENCRYPTION_SUBJECT
        assert renamed._meta.db_table == "cases_somebody"
        with owner.cursor() as cursor, enter(cast.alder, by=None):
            entering = "SELECT set_config('rowan.organisation', %s, true)"
            cursor.execute(entering, [str(cast.alder.pk)])
            found = {one.pk: one.first_name for one in renamed._default_manager.using("owner")}
        assert found == names
        raise RolledBackError

    assert names
    assert issubclass(Person, EncryptedModel)
