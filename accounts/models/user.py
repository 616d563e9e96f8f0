"""People who sign in."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in."""

    def create_user(self, *, email: str, full_name: str, password: str | None = None) -> "User":
        """Make a person who can sign in once a second factor is enrolled."""
        user = self.model(email=self.normalize_email(email).lower(), full_name=full_name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do is in their memberships, never here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # When an administrator opened it again after it had lain unused.
    opened_at = models.DateTimeField(null=True, blank=True)
    # After a recovery nothing is exported in this person's name until then.
    exports_from = models.DateTimeField(null=True, blank=True)
    # Keys without Ctrl would startle whoever dictates: off until this person turns them on.
    single_keys = models.BooleanField(default=False)

    # While a token is used: the one role that it is bound to. Never stored.
    only_role: str | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """Return the name that colleagues see."""
        return self.full_name
