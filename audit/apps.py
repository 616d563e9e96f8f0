"""The audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, to which record, when, from where and for what purpose."""

    name = "audit"
