"""Multi-agency meetings: areas, referrals, lists and actions."""

from django.apps import AppConfig


class MaracConfig(AppConfig):
    """Meetings at which agencies agree what each will do."""

    name = "marac"
