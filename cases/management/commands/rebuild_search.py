"""Write everybody's search record anew, after an update that says so or a restored backup."""

from django.core.management.base import BaseCommand

from accounts.models import Organisation
from accounts.tenancy import enter
from cases.search.keeping import rebuild
from encryption.keys import KeyClass


class Command(BaseCommand):
    """Goes organisation by organisation, each in one transaction; done again it does no harm."""

    opens = frozenset(KeyClass)

    help = "Writes the search record of every person anew."

    def handle(self, *args: object, **options: object) -> None:
        """Rebuild each organisation's."""
        count = 0
        for organisation in Organisation.objects.order_by("pk"):
            with enter(organisation, by=None):
                count += rebuild()
        self.stdout.write(f"{count} people can be found.")
