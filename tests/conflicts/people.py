"""What the tests of conflicts share: declaring, being kept away, seeing a case."""

from accounts.models import Organisation, User
from accounts.tenancy import enter
from cases.conflicts import declarations
from cases.models import Case, Conflict, Declaration

AMIRA = {"given_name": "Ameera", "family_name": "Khaled", "relationship": "my sister"}


def declare(user: User, organisation: Organisation, **details: str) -> Declaration:
    """Let somebody declare whom she knows; a sister, unless told otherwise."""
    with enter(organisation, by=user):
        return declarations.declare(details=details or AMIRA, by=user)


def sees(user: User, case: Case) -> bool:
    """Say whether the case is there for somebody."""
    user = User.objects.get(pk=user.pk)
    with enter(case.organisation_id, by=user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def conflicts_of(user: User, organisation: Organisation) -> list[Conflict]:
    """Return the conflicts that stand for somebody."""
    with enter(organisation, by=None):
        return list(Conflict.objects.standing().of(user))
