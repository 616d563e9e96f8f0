"""Bundles in and out."""

from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    """One documented format for getting records in and out."""

    name = "interchange"
