"""The scene of the meetings' tests."""

from tests.marac.scene import scene

__all__ = ["scene"]
