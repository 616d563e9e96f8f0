"""A sealed value that does not open leaves an event."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import events
from audit.models import Event
from cases.models import CasePerson
from encryption import installation
from encryption.errors import DecryptionFailed
from tests.cast import Cast


def test_a_name_that_was_altered_leaves_an_event_with_its_field_and_row(in_alder: Cast) -> None:
    amira = CasePerson.objects.filter(case=in_alder.amira).earliest("recorded_at").person
    events.write("test.alter", by=in_alder.mara, subjects=[amira.pk])
    with connection.cursor() as cursor:
        cursor.execute("update cases_person set given_name = family_name where id = %s", [amira.pk])
    amira.refresh_from_db()

    with pytest.raises(DecryptionFailed):
        _ = amira.given_name

    event = Event.objects.get(verb="integrity.fail")
    assert (event.subjects, event.fields) == ([amira.pk], ["person.given_name"])
    assert event.organisation_id == in_alder.alder.pk


@pytest.mark.django_db
def test_a_secret_of_the_installation_that_was_altered_leaves_an_event() -> None:
    sealed = installation.seal("a.b", 1, b"a secret")

    with CaptureQueriesContext(connection) as statements, pytest.raises(DecryptionFailed):
        installation.open("a.b", 2, sealed)

    # Row-level security shows the installation's own events to no organisation.
    (stored,) = [each["sql"] for each in statements if "audit_event" in each["sql"]]
    assert "integrity.fail" in stored
