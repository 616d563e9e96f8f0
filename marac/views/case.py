"""A case's own page about meetings: what was put to one, and putting it there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.access import get_case_for
from cases.choices import DisclosureKind
from cases.outgoing import Outgoing, Piece, pass_on
from cases.pages import household_of, page_of
from marac import services
from marac.forms import ReferForm
from marac.register import areas


def case_meetings(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show to which meetings a copy of the case was given, when and on what ground."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    household = household_of(case, request.user)
    disclosures = list(
        case.disclosures.filter(what=DisclosureKind.MEETING_REFERRAL)
        .select_related("to_organisation")
        .order_by("-disclosed_on", "-recorded_at")
    )
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    context = page_of(case, household, "meetings") | {
        "disclosures": disclosures,
        "may_refer": case.is_open and household.seen.allows(Permission.MEETING_REFER),
    }
    return render(request, "marac/case.html", context)


def refer(request: SignedInRequest, reference: str) -> HttpResponse:
    """Put the case to an area's meeting."""
    case = get_case_for(request.user, reference, Permission.MEETING_REFER)
    household = household_of(case, request.user)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    known = areas()
    form = ReferForm(request.POST or None, areas=known)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        area = next(one for one in known if str(one.id) == given["area"])
        words = pass_on(
            request,
            Outgoing(
                kind="meeting referral", case=case, to=area.name, back=request.path,
                pieces=[Piece("Reasons", given["reasons"])],
            ),
        )  # fmt: skip
        if isinstance(words, HttpResponse):
            return words
        services.refer(
            case=case,
            area=area,
            criteria=given["criteria"],
            basis=given["basis"],
            reasons=words[0],
            referred_on=timezone.localdate(),
            by=request.user,
        )
        unsaved.forget(by=request.user, form="refer", record=case.pk)
        messages.success(request, f"A copy was given to {area.name}.")
        return redirect("marac:case", case.reference)
    context = page_of(case, household, "meetings") | {"form": form}
    context |= unsaved.restore(form, by=request.user, name="refer", record=case.pk)
    return render(request, "marac/refer.html", context)
