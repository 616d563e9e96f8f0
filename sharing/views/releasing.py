"""Letting a place leave once: asked for by one person, agreed by another."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.pages import Household
from cases.writing import Written, answer, open_case_of, shows_places
from sharing import releases
from sharing.forms import ReleaseAnswerForm, ReleaseForm
from sharing.models import Release

TAB = "sharing"


def may_answer(household: Household) -> bool:
    """Say whether this person may agree to what a colleague asks."""
    return household.seen.allows(Permission.REVIEWS_CLOSE) and shows_places(household)


def release_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask that a place may leave."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "sharing.see")
    if not shows_places(household):
        raise Http404
    form = ReleaseForm(request.POST or None)

    def save() -> None:
        releases.ask(case=case, at=timezone.now(), by=request.user, **form.cleaned_data)

    what = Written(
        name="release-new",
        heading="Ask that a place may leave",
        record=case.pk,
        back=("sharing:case", [case.reference]),
        save=save,
        tab=TAB,
        done="Saved. A manager must agree before it can leave.",
    )
    return answer(request, case, household, form, what)


def release(request: SignedInRequest, reference: str, release_id: UUID) -> HttpResponse:
    """Agree that a place may leave, or say why not; nobody does so for herself."""
    case, household = open_case_of(request, reference, Permission.CASE_SEE, "sharing.see")
    found = Release.objects.filter(case=case, pk=release_id).select_related("asked_by").first()
    if found is None or not may_answer(household) or found.asked_by_id == request.user.pk:
        raise Http404
    if found.answered_at is not None and request.method != "POST":
        raise Http404
    events.read("sharing.see", by=request.user, subjects=[case.pk, found.pk])
    form = ReleaseAnswerForm(request.POST or None)
    form.fields["answer"].help_text = (
        f"For {found.to}: “{found.what}”. {found.asked_by} asks, until "
        f"{found.expires_on:%-d %B %Y}: {found.details.get('why', '')}"
    )

    def save() -> None:
        releases.answer(
            release=found,
            agreed=form.cleaned_data["answer"] == "yes",
            words=form.cleaned_data["words"],
            at=timezone.now(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="release",
        heading="May this leave",
        record=found.pk,
        back=("sharing:case", [case.reference]),
        save=save,
        guarded=found,
        saved=lambda current: {"answer": "yes" if current.agreed else "no"},
        tab=TAB,
    )
    return answer(request, case, household, form, what)
