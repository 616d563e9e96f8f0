"""Rowan's addresses, and three of the tests that write something."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from accounts.services import create_service
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as of_rowan

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def add(request: HttpRequest) -> HttpResponse:
    """Add a service, or show the form again when it has no name."""
    name = request.POST.get("name", "")
    if not name:
        return HttpResponse("Enter a name")
    service = create_service(name=name, by=request.user)  # type: ignore[arg-type]
    if name == "fault":
        raise ZeroDivisionError
    if name == "slow":
        time.sleep(0.5)
    return redirect(f"/t/{service.pk}/")


def add_quietly(request: HttpRequest) -> HttpResponse:
    """Add a service and answer without a redirect."""
    create_service(name="quiet", by=request.user)  # type: ignore[arg-type]
    return HttpResponse("done", status=201)


def read_file(request: HttpRequest) -> HttpResponse:
    """Add a service named by what a file holds: it must be readable after the key was checked."""
    [file] = request.FILES.getlist("file")
    content = file.read().decode()
    service = create_service(name=content, by=request.user)  # type: ignore[arg-type]
    return redirect(f"/t/{service.pk}/")


urlpatterns = [
    path("t/add/", add, name="t_add"),
    path("t/quiet/", add_quietly, name="t_quiet"),
    path("t/file/", read_file, name="t_file"),
    *of_rowan,
]
