"""What the tests of who looked share: events that are sealed at once, and who may ask."""

import pytest
from django.db import connection

from accounts import roles
from accounts.models import User
from tests.cast import Cast, hire


@pytest.fixture
def sealed_at_once(db: None) -> None:
    """Seal each event when it is stored: a test is one transaction and never comes to its end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS audit_request_seal, audit_give_seal IMMEDIATE")


@pytest.fixture
def dora(cast: Cast) -> User:
    """Alder's data protection lead."""
    return hire("Dora", cast.alder, roles.DataProtectionLead)
