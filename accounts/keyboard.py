"""Single keys: what each does, and whether a person has turned them on."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from accounts.requests import SignedInRequest
from audit import events

ALWAYS = (
    ("Ctrl K", "Go to the find box"),
    ("Ctrl Enter", "Save the form that you are writing"),
    ("Shift 3 times", "Lock the screen"),
)
SINGLE = (
    ("j, k", "Go to the next line of a list, or the one before"),
    ("Enter", "Open the line that you are on"),
    ("r", "Record contact"),
    ("n", "Add a next step"),
    ("c", "Take a new referral"),
    ("g, then d", "Go to your first page"),
    ("g, then c", "Go to Cases"),
    ("g, then b", "Go to Rooms"),
    ("g, then m", "Go to Meetings"),
    ("h", "Hide names, or show them"),
    ("?", "Show this page"),
)


@transaction.atomic
def turn(*, on: bool, by: User) -> None:
    """Turn a person's own single keys on or off."""
    events.session("sign_in.choose_keys", by=by)
    by.single_keys = on
    by.save(update_fields=["single_keys"])


def keys(request: SignedInRequest) -> HttpResponse:
    """List the keys, and let a person turn the single ones on or off."""
    if request.method == "POST":
        turn(on=request.POST.get("on") == "yes", by=request.user)
        return redirect("accounts:keyboard")
    return render(request, "accounts/keyboard.html", {"always": ALWAYS, "single": SINGLE})
