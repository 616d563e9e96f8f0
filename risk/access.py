"""The guard between a person and an assessment."""

from uuid import UUID

from django.http import Http404

from cases.models import Case
from risk.models import Assessment


def get_assessment_of(case: Case, assessment_id: UUID) -> Assessment:
    """Return an assessment of a case that the guard has already let through, or raise Http404."""
    assessment = Assessment.objects.filter(case=case, pk=assessment_id).first()
    if assessment is None:
        raise Http404
    return assessment
