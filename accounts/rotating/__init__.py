"""Replacing keys while people work: the order of the steps, the trail of them, how far they are."""

from accounts.rotating.services import RotationRefused, rotate

__all__ = ["RotationRefused", "rotate"]
