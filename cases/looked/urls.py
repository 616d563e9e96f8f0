"""Addresses of who looked."""

from django.urls import path

from cases.looked import views

app_name = "looked"

urlpatterns = [
    path("z/looked/", views.start, name="start"),
    path("z/looked/<uuid:user_id>/", views.colleague, name="colleague"),
    path("c/<reference:reference>/l/", views.case, name="case"),
    path("c/<reference:reference>/l/<uuid:person_id>/", views.person, name="person"),
]
