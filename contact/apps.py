"""Safe contact: who may be reached how and when, before any number shows."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """What is safe is asked before anybody is called, written to or met."""

    name = "contact"

    def ready(self) -> None:
        """Declare the settings; tell the pages of cases what is safe; notice changed numbers."""
        from cases import reaching
        from cases.events import ContactChanged, receive
        from contact import settings  # noqa: F401 (declares them)
        from contact.services import ask_again
        from contact.standing import tell

        reaching.register(tell)
        receive(ContactChanged, ask_again)
