"""What the return keeps besides the records it is derived from.

These rows belong to an authority, not to an organisation: figures, never a record of anybody.
"""

from typing import Any, Self

from django.db import models


class ReturnQuerySet(models.QuerySet[Any]):
    """Rows of one authority's return."""

    def of(self, authority: str, year: str) -> Self:
        """Those of one authority and year."""
        return self.filter(authority=authority, year=year)


class AuthorityRow(models.Model):
    """A row of one authority and one period, by the period's name."""

    id = models.BigAutoField(primary_key=True)
    authority = models.CharField(max_length=9)
    year = models.CharField(max_length=24)
    recorded_at = models.DateTimeField(auto_now=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        abstract = True


class ReturnAnswer(AuthorityRow):
    """What the authority answers to a question that is not counted."""

    cell = models.CharField(max_length=80)
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year", "cell"], name="returns_one_answer_to_a_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cell} of {self.authority}, {self.year}"


class OutsideFigures(AuthorityRow):
    """Figures that a provider outside Rowan sent: counts by cell."""

    provider_name = models.CharField(max_length=300)
    cells = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year", "provider_name"],
                name="returns_outside_figures_once_a_provider",
            )
        ]

    def __str__(self) -> str:
        return f"figures of {self.provider_name}, {self.year}"


class DerivedReturn(AuthorityRow):
    """A return as it was last derived.

    ``digest`` is the SHA-256 of the return's JSON, so that a reader sees whether two are the same.
    """

    edition = models.CharField(max_length=20)
    cells = models.JSONField()
    checks = models.JSONField()
    computed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year"], name="returns_derived_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"return of {self.authority}, {self.year}"
