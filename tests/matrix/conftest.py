"""The stage of the matrix's tests."""

from tests.matrix.stage import stage

__all__ = ["stage"]
