"""Addresses of consent and sharing, below the case's own."""

from django.urls import path

from sharing.views import case, releasing, reviewing

app_name = "sharing"

_SHARING = "<reference:reference>/x/"

urlpatterns = [
    path(_SHARING, case.sharing, name="case"),
    path(f"{_SHARING}new/", case.share_new, name="share_new"),
    path(f"{_SHARING}ok/", case.consent_new, name="consent_new"),
    path(f"{_SHARING}ok/<uuid:consent_id>/", case.consent_end, name="consent_end"),
    path(f"{_SHARING}by/", releasing.release_new, name="release_new"),
    path(f"{_SHARING}by/<uuid:release_id>/", releasing.release, name="release"),
    path(f"{_SHARING}<uuid:share_id>/", reviewing.share, name="share"),
]
