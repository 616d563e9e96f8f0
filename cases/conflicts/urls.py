"""Addresses of people whom staff know, of conflicts, and of notes that were passed on."""

from django.urls import path

from cases.conflicts import note_views, views

app_name = "conflicts"

urlpatterns = [
    path("you/known/", views.known, name="known"),
    path("you/known/nobody/", views.nobody, name="nobody"),
    path("you/known/new/", views.known_new, name="known_new"),
    path("you/known/<uuid:declaration_id>/", views.known_one, name="known_one"),
    path("you/known/<uuid:declaration_id>/end/", views.known_end, name="known_end"),
    path("w/", views.conflicts, name="conflicts"),
    path("w/<uuid:conflict_id>/", views.conflict, name="conflict"),
    path("c/<reference:reference>/kept/", views.of_case, name="of_case"),
    path("n/", note_views.waiting, name="notes"),
    path("n/new/", note_views.pass_on, name="pass_on"),
    path("n/<uuid:note_id>/", note_views.place, name="place_note"),
    path("c/<reference:reference>/n/", note_views.of_case, name="notes_of_case"),
]
