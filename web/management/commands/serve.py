"""`./manage.py serve`: an installation of one's own, in the foreground."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import beginning
from config import foreground
from config.home import BusyHomeError
from config.installation import set_up
from config.serving import NoPortError
from encryption.keys import KeyClass


class Command(BaseCommand):
    """Set up what is missing, serve with its background work, stop with Ctrl+C."""

    opens = frozenset(KeyClass)

    help = (
        "Serves this installation on loopback, on port 8000 (PORT moves it). People elsewhere "
        "reach it through a web server that speaks https to them: see the README."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Raise CommandError with one sentence for what a person can put right."""
        self._refuse_a_demo()
        self._refuse_names_without_https()
        try:
            foreground.run(
                settings.ROWAN_HOME,
                prepare=lambda say: set_up(settings.ROWAN_HOME, say),
                announce=self._announcement,
                write=self._write,
            )
        except (BusyHomeError, NoPortError) as error:
            raise CommandError(str(error)) from error

    def _refuse_a_demo(self) -> None:
        """Everybody knows how demo people sign in: they never stand beside real ones."""
        if settings.DEMO or (settings.ROWAN_HOME / "demo.progress").exists():
            raise CommandError(
                f"{settings.ROWAN_HOME} holds the demo: name another folder in ROWAN_HOME."
            )

    def _refuse_names_without_https(self) -> None:
        """Without https, whoever is on the way reads and takes over what is sent."""
        beyond = set(settings.ALLOWED_HOSTS) - set(settings.LOOPBACK)
        if beyond and not settings.HTTPS:
            raise CommandError(
                f"ROWAN_HOSTS names {', '.join(sorted(beyond))}: people elsewhere are served over "
                "https alone, so set ROWAN_HTTPS=1 too."
            )

    def _announcement(self, address: str) -> str:
        lines = ["", f"Rowan is at {address}   (Ctrl+C stops it)"]
        if settings.HTTPS:
            lines.append("It waits there for a web server that speaks https to people.")
        code = beginning.new_code()
        return "\n".join([*lines, *(beginning.announcement(code) if code else [])])

    def _write(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
