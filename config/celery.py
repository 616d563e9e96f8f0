"""Celery's entry: `celery -A config.celery worker`, or simply `manage.py worker`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from jobs.broker import app  # noqa: E402

__all__ = ["app"]
