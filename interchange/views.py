"""The page on which somebody with the right takes the records out."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from accounts.sign_in.again import ask_again
from interchange.encrypted import new_passphrase
from interchange.exporting import NotInTheirName, export_zip
from interchange.forms import MADE, ExportForm


@sensitive_post_parameters("passphrase", "passphrase_again")
def export(request: SignedInRequest) -> HttpResponseBase:
    """Ask why and for a passphrase, then give the whole organisation as one encrypted zip.

    It is made in the request and not in the background, and sent as it is made. So the passphrase
    is kept nowhere, not even sealed for a worker; no copy of everybody lies waiting to be
    fetched, in the database, its backups or a folder; and there is no link that could outlive the
    person's right. An organisation of 20,000 people takes some sixteen seconds, of which a proxy
    sees a steady stream.
    """
    if not has_permission(request.user, Permission.BUNDLE_EXPORT):
        raise Http404
    if first := ask_again(request):
        return first
    form = ExportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "interchange/export.html", {"form": form})
    if form.cleaned_data["choice"] == MADE:
        return _show_passphrase(request, form.cleaned_data["reason"])
    try:
        pieces = export_zip(
            passphrase=form.cleaned_data["passphrase"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except NotInTheirName as refused:
        form.add_error(None, str(refused))
        return render(request, "interchange/export.html", {"form": form})
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"rowan-export-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _show_passphrase(request: SignedInRequest, reason: str) -> HttpResponse:
    """Show a new passphrase, this once. Its page alone holds it, and sends it with the request."""
    made = {"passphrase": new_passphrase(), "reason": reason}
    return render(request, "interchange/passphrase.html", made)
