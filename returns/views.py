"""Pages of the annual return: figures, checks, the records behind a figure, files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import context, events
from cases.models import Case
from jobs import queue
from jobs.models import Job, State
from returns import access, exports, services
from returns.editions.reading import Cell
from returns.forms import AnswerForm
from returns.pages import Shown, choices_for, get_return_for, keyed, shown_to
from returns.rule_words import WORDS

TASK = "returns.derive_all"
PAGE = 100

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


def years(request: SignedInRequest) -> HttpResponse:
    """List the returns that a person may open, by year."""
    if not has_permission(request.user, Permission.RETURN_SEE):
        raise Http404
    choices = choices_for(request.user, today=timezone.localdate())
    return render(request, "returns/years.html", {"years": choices})


def figures(request: SignedInRequest, year: str, authority: str) -> HttpResponse:
    """Show every figure with its checks, and last year's beside."""
    shown = shown_to(request.user, authority, year)
    _looked(request, "return.see", shown)
    page = {
        "shown": shown,
        "formats": exports.FORMATS,
        "job": _unfinished_job(shown) if shown.is_whole else None,
        "may_see_records": not shown.is_whole
        and has_permission(request.user, Permission.RETURN_RECORDS),
        "may_answer": shown.is_whole and has_permission(request.user, Permission.RETURN_ANSWER),
    }
    return render(request, "returns/figures.html", page)


def _looked(request: SignedInRequest, verb: str, shown: Shown) -> None:
    """Record that somebody read figures; the records counted for them have events of their own."""
    organisation = context.required_organisation()
    purpose = f"{shown.authority.gss_code} {shown.year}"
    events.read(verb, by=request.user, subjects=[organisation], purpose=purpose)


def _job(year: str) -> Job | None:
    return queue.latest(TASK, {"year": year})


def _unfinished_job(shown: Shown) -> Job | None:
    """Return the counting that is still to come or went wrong; one that is done shows itself."""
    job = _job(shown.year)
    return None if job is None or job.state == State.DONE else job


def behind(request: SignedInRequest, year: str, authority: str, key: str) -> HttpResponse:
    """Show the records behind a figure and why each counts, then those that nearly do."""
    if not has_permission(request.user, Permission.RETURN_RECORDS):
        raise Http404
    chosen, period, _ = get_return_for(request.user, authority, year)
    cell = _cell(period.name, key)
    try:
        reasons = services.explain(chosen.gss_code, period.name, cell.code, by=request.user)
    except (services.ReturnRefused, access.NoRight) as refused:
        raise Http404 from refused
    counted = [one for one in reasons if one.counted]
    near = [one for one in reasons if not one.counted]
    page = Paginator(counted, PAGE).get_page(request.GET.get("page"))
    context_of_page = {
        "authority": chosen,
        "period": period,
        "key": key,
        "cell": cell,
        "how": WORDS.get(cell.rule, ""),
        "page": page,
        "near": near[:PAGE],
        "more_near": max(0, len(near) - PAGE),
        "openable": _openable(request, [*page.object_list, *near[:PAGE]]),
    }
    return render(request, "returns/behind.html", context_of_page)


def _cell(year: str, key: str) -> Cell:
    """Return the cell that a key in an address stands for, or raise the one Http404."""
    cell = keyed(services.edition_for(year)).get(key)
    if cell is None:
        raise Http404
    return cell


def _openable(request: SignedInRequest, reasons: list[object]) -> set[str]:
    """Return the references among these that this person may open, in one query."""
    references = {getattr(reason, "case_reference", "") for reason in reasons} - {""}
    cases = Case.objects.visible_to(request.user).filter(reference__in=references)
    return set(cases.values_list("reference", flat=True))


def check(request: SignedInRequest, year: str, authority: str, code: str) -> HttpResponse:
    """Show the records that a check names, each with a way to it."""
    if not has_permission(request.user, Permission.RETURN_RECORDS):
        raise Http404
    shown = shown_to(request.user, authority, year)
    found = [one for one in shown.checks if one.check.code == code and one.check.records]
    if not found:
        raise Http404
    _looked(request, "return.see_check", shown)
    named = [record for one in found for record in one.check.records]
    hidden = access.hidden_references({one.case_reference for one in named}, request.user)
    records = [one for one in named if one.case_reference not in hidden]
    page = Paginator(records, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "returns/check.html",
        {
            "shown": shown,
            "checks": found,
            "page": page,
            "openable": _openable(request, list(page.object_list)),
        },
    )


def file(request: SignedInRequest, year: str, authority: str, form: str) -> HttpResponse:
    """Give the return as a file, with a name that says nothing but year and code."""
    if form not in exports.FORMATS:
        raise Http404
    shown = shown_to(request.user, authority, year)
    if shown.derived is None:
        raise Http404
    _looked(request, "return.download", shown)
    response = HttpResponse(exports.render(shown.derived, form), content_type=CONTENT_TYPES[form])
    name = f"annual_{shown.year}_{shown.authority.gss_code}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def derive_again(request: SignedInRequest, year: str, authority: str) -> HttpResponse:
    """Queue the counting of a year's returns, and show how it goes."""
    chosen, period, is_whole = get_return_for(request.user, authority, year)
    if not is_whole:
        raise Http404
    organisation = context.required_organisation()
    events.write("return.derive_again", by=request.user, subjects=[organisation])
    queue.enqueue(
        TASK,
        organisation_id=None,
        arguments={"year": period.name},
        by=request.user,
        dedupe=f"{TASK}:{period.name}",
    )
    return redirect("returns:figures", period.name, chosen.gss_code)


def progress(request: SignedInRequest, year: str, authority: str) -> HttpResponse:
    """Show how far the counting is: a piece of the page, asked for every two seconds."""
    chosen, period, is_whole = get_return_for(request.user, authority, year)
    job = _job(period.name)
    if not is_whole or job is None:
        raise Http404
    context_of_page = {"job": job, "authority": chosen, "period": period}
    return render(request, "returns/progress.html", context_of_page)


def answer(request: SignedInRequest, year: str, authority: str, key: str) -> HttpResponse:
    """Answer a question that is not counted."""
    if not has_permission(request.user, Permission.RETURN_ANSWER):
        raise Http404
    chosen, period, is_whole = get_return_for(request.user, authority, year)
    cell = _cell(period.name, key)
    if not is_whole or cell.is_counted:
        raise Http404
    held = services.answers_of(chosen.gss_code, period.name, services.edition_for(period.name))
    form = AnswerForm(request.POST or None, cell=cell, initial={"value": held[cell.code] or ""})
    kept_as = f"answer-{period.name}-{chosen.gss_code}-{key}"
    page = {"authority": chosen, "period": period, "key": key, "cell": cell, "form": form}
    page |= unsaved.restore(form, by=request.user, name=kept_as, record=None)
    if request.method == "POST" and form.is_valid():
        services.answer(
            authority=chosen.gss_code,
            year=period.name,
            cell=cell.code,
            value=form.cleaned_data["value"],
            by=request.user,
        )
        unsaved.forget(by=request.user, form=kept_as, record=None)
        messages.success(request, "Saved.")
        return redirect("returns:figures", period.name, chosen.gss_code)
    return render(request, "returns/answer.html", page)
