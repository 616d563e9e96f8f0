"""Who else is around a family: added, changed."""

from uuid import UUID

from django.http import Http404, HttpResponse

from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from cases.writing import Written, answer, open_case_of
from family import network
from family.choices import MemberKind
from family.forms import MemberForm
from family.models import NetworkMember


def member_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add a professional, somebody trusted, or somebody not to be told."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "network.see")
    form = MemberForm(request.POST or None, initial={"kind": MemberKind.PROFESSIONAL})
    form.fields.pop("ended_on")

    def save() -> None:
        given = form.cleaned_data
        network.add(
            case=case,
            kind=given["kind"],
            name=given["name"],
            details=form.part(*form.DETAILS),
            last_involved_on=given["last_involved_on"],
            by=request.user,
        )

    what = Written(
        name="member-new",
        heading="Add somebody around the family",
        record=case.pk,
        back=("cases:people", [case.reference]),
        save=save,
        done="Added.",
    )
    return answer(request, case, household, form, what)


def member(request: SignedInRequest, reference: str, member_id: UUID) -> HttpResponse:
    """Change what is recorded of somebody around a family."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "network.see")
    found = NetworkMember.objects.filter(case=case, pk=member_id).first()
    if found is None:
        raise Http404
    form = MemberForm(request.POST or None, initial=MemberForm.initial_of(found))

    def save() -> None:
        network.change(
            member=found,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="member",
        heading="Change somebody around the family",
        record=found.pk,
        back=("cases:people", [case.reference]),
        save=save,
        guarded=found,
        saved=MemberForm.initial_of,
    )
    return answer(request, case, household, form, what)
