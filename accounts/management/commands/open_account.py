"""Let somebody sign in again whose account lay unused, where no administrator is left to do so."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.sign_in import dormancy


class Command(BaseCommand):
    opens: frozenset[str] = frozenset()
    help = "Open an account that lay unused for so long that sign-in is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that the person signs in with")

    def handle(self, *args: object, email: str, **options: object) -> None:
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        dormancy.open_again(user=user, by=None, now=timezone.now())
        self.stdout.write(f"{user.full_name} can sign in again.")
