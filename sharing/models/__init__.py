"""What somebody agreed to, what was shared of them, and what was made to leave."""

from sharing.models.artefact import Artefact
from sharing.models.consent import Consent
from sharing.models.release import Release
from sharing.models.share import Share

__all__ = ["Artefact", "Consent", "Release", "Share"]
