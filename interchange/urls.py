"""The address at which records are taken out."""

from django.urls import path

from interchange import looks, views

app_name = "interchange"

urlpatterns = [
    path("", views.export, name="export"),
    path("l/<reference:reference>/<uuid:person_id>/", looks.give, name="looks"),
]
