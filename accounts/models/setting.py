"""What an organisation decided about its settings, from the first change to the last."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet


class SettingChangeQuerySet(TenantQuerySet["SettingChange"]):
    """Changes of settings."""

    def in_order(self) -> Self:
        """Let the first change of each setting come first."""
        return self.order_by("version")

    def of(self, key: str) -> Self:
        """Keep the changes of one setting, the newest first."""
        return self.filter(key=key).order_by("-recorded_at", "-version")


SettingChangeManager = models.Manager.from_queryset(SettingChangeQuerySet)


class SettingChange(TenantModel):
    """One change of one setting: from what, to what, by whom, when.

    The row with the highest version is what holds. None is "not decided here": as before the
    first change, or as taken back for a role or service. The application may add rows and
    neither change nor remove one.
    """

    APPEND_ONLY: ClassVar[bool] = True

    key = models.CharField(max_length=60)
    # For one role or one service alone, where the setting can be told apart so.
    role = models.CharField(max_length=40, blank=True, default="")
    service = TenantForeignKey("accounts.Service", null=True, blank=True, related_name="+")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    # None where the installation's operator acts.
    changed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar[SettingChangeManager["SettingChange"]] = SettingChangeManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "role", "service", "version"],
                nulls_distinct=False,
                name="accounts_setting_change_is_numbered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} changed"

    @property
    def place(self) -> tuple[str, str, UUID | None]:
        """The setting, and the role or the service that it is decided for, if for one."""
        return self.key, self.role, self.service_id
