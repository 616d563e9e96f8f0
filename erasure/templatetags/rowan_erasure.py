"""What erasing adds to the pages of others."""

from django import template

from accounts.models import User
from cases.models import Person
from erasure import access

register = template.Library()


@register.filter
def may_be_erased_by(person: object, user: User) -> bool:
    """Say whether somebody shown on a page is a person whom this user may erase."""
    return isinstance(person, Person) and not person.is_erased and access.may_erase(user, person)
