"""Every address Rowan answers at. Paths are short codes that name nothing."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("web.urls")),
    path("", include("accounts.urls")),
    path("", include("accounts.sign_in.urls")),
    path("c/", include("cases.urls")),
    path("", include("cases.conflicts.urls")),
    path("", include("cases.looked.urls")),
    path("e/", include("erasure.urls")),
    path("c/", include("contact.urls")),
    path("", include("diary.urls")),
    path("", include("referrals.urls")),
    path("c/", include("risk.urls")),
    path("", include("marac.urls")),
    path("c/", include("family.urls")),
    path("c/", include("sharing.urls")),
    path("c/", include("safety_plans.urls")),
    path("b/", include("accommodation.urls")),
    path("z/", include("accommodation.setting_up.urls")),
    path("", include("moveon.urls")),
    path("c/", include("support.urls")),
    path("y/", include("returns.urls")),
    path("x/", include("interchange.urls")),
    path("api/", include("config.api")),
]

handler400 = "web.errors.bad_request"
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.server_error"
