"""A list of who looked, for the person whose record it is: a page to print, or a zip to send.

The zip is encrypted as every file that leaves Rowan, and made in the request as they are.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from accounts.sign_in.again import ask_again
from audit import context, events
from audit.looked import EVERYTHING
from cases.looked.access import get_case_for, get_part_for, require
from cases.looked.giving import given_to, in_words
from cases.models import Case
from interchange.encrypted import encrypted_zip, new_passphrase
from interchange.forms import MADE, LooksForm

FILE = "who-looked.csv"
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@sensitive_post_parameters("passphrase", "passphrase_again")
def give(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponseBase:
    """Ask why and in which form, then give the list to print or as an encrypted zip."""
    require(request.user, Permission.LOOKED_GIVE)
    case = get_case_for(request.user, reference)
    person = get_part_for(case, person_id)
    if first := ask_again(request):
        return first
    form = LooksForm(request.POST or None)
    shown = {"form": form, "case": case, "person_id": person}
    if request.method != "POST" or not form.is_valid():
        return render(request, "interchange/looks.html", shown)
    given = form.cleaned_data
    if given["choice"] == MADE:
        made = {"passphrase": new_passphrase(), "reason": given["reason"]}
        return render(request, "interchange/looks_passphrase.html", shown | made)
    named = [case.pk, person]
    events.read("looked.give", by=request.user, subjects=named, purpose=given["reason"])
    rows = given_to(case, person, asked=EVERYTHING)
    if form.is_to_print:
        return _page(request, case, {"rows": rows})
    return _zip(in_words(rows), given["passphrase"])


def _page(request: SignedInRequest, case: Case, shown: dict[str, object]) -> HttpResponse:
    organisation = Organisation.objects.get(pk=context.required_organisation())
    page = {"organisation": organisation, "case": case, "today": timezone.localdate()}
    return render(request, "interchange/looks_to_print.html", page | shown)


def _zip(lines: Iterable[Sequence[str]], passphrase: str) -> HttpResponseBase:
    # Read before the request ends: the pieces are made after it, outside the organisation.
    files = [(FILE, list(_in_csv(lines)))]
    pieces = encrypted_zip(files, passphrase=passphrase)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"rowan-list-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _in_csv(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    for line in lines:
        written = io.StringIO()
        csv.writer(written).writerow([_inert(cell) for cell in line])
        yield written.getvalue()


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet calculates."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
