"""Addresses of safe contact, below the case's own."""

from django.urls import path

from contact import views

app_name = "contact"

urlpatterns = [
    path("<reference:reference>/h/<uuid:person_id>/", views.person, name="person"),
    path("<reference:reference>/h/<uuid:person_id>/<slug:channel>/", views.rule, name="rule"),
    path(
        "<reference:reference>/h/<uuid:person_id>/<slug:channel>/again/",
        views.again,
        name="again",
    ),
    path(
        "<reference:reference>/h/<uuid:person_id>/<slug:channel>/open/",
        views.open_covered,
        name="open",
    ),
    path(
        "<reference:reference>/h/<uuid:person_id>/<slug:channel>/write/",
        views.write,
        name="write",
    ),
]
