"""Invented data: the small country that the demo shows, and England of 2022-23."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app that holds nothing of its own: it writes through the other apps."""

    name = "demo"
    verbose_name = "invented data"
