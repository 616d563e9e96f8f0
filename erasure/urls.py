"""Addresses of erasures: references and ids alone."""

from django.urls import path

from erasure import views

app_name = "erasure"

urlpatterns = [
    path("", views.erasures, name="erasures"),
    path("c/<reference:reference>/", views.people, name="people"),
    path("c/<reference:reference>/<uuid:person_id>/", views.ask, name="ask"),
    path("<uuid:erasure_id>/", views.erasure, name="erasure"),
    path("<uuid:erasure_id>/m/", views.choose, name="choose"),
    path("<uuid:erasure_id>/certificate/", views.certificate, name="certificate"),
]
