"""Addresses of a case's risk, below the case's own."""

from django.urls import path

from risk import views

app_name = "risk"

urlpatterns = [
    path("<reference:reference>/r/", views.case_risk, name="case"),
    path("<reference:reference>/r/new/", views.start, name="start"),
    path("<reference:reference>/r/<uuid:assessment_id>/", views.assessment, name="assessment"),
    path(
        "<reference:reference>/r/<uuid:assessment_id>/answers/", views.checklist, name="checklist"
    ),
    path("<reference:reference>/r/<uuid:assessment_id>/sign/", views.sign, name="sign"),
]
