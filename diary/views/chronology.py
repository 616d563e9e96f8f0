"""A chronology to print: asked for with names or with references, made, and recorded."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts import unsaved
from accounts.field_classes import FieldClass
from accounts.requests import SignedInRequest
from audit import events
from cases.outgoing import Outgoing, pass_on
from cases.pages import household_of, page_of
from diary import chronology
from diary.access import get_case_to_read
from diary.forms import ChronologyForm
from diary.views.steps import TAB


def make(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask how the chronology is to be, and make it."""
    case, seen = get_case_to_read(request.user, reference)
    if not seen.shows(FieldClass.NARRATIVE):
        raise Http404
    household = household_of(case, request.user)
    form = ChronologyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        by_name = given["called"] == "names" and seen.shows(FieldClass.IDENTITY)
        asked = chronology.Asked(
            to=given["to"], by_name=by_name, key_only=given["which"] == "key", since=given["since"],
            until=given["until"],
        )  # fmt: skip
        items = chronology.items_for(case, seen, asked)
        read = [*household.subjects(case), *(item.subject for item in items)]
        events.read("timeline.print", by=request.user, subjects=read)
        words = pass_on(
            request,
            Outgoing(
                kind="chronology", case=case, to=asked.to, back=request.path,
                pieces=chronology.pieces_of(household, items, asked),
            ),
        )  # fmt: skip
        if isinstance(words, HttpResponse):
            return words
        unsaved.forget(by=request.user, form="chronology", record=case.pk)
        made = chronology.pdf_of(
            case=case, household=household, items=items, words=words, asked=asked,
            at=timezone.now(), by=request.user,
        )  # fmt: skip
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{case.reference}-list.pdf"'
        return answer
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    context = page_of(case, household, TAB) | {"form": form}
    context |= unsaved.restore(form, by=request.user, name="chronology", record=case.pk)
    return render(request, "diary/chronology.html", context)
