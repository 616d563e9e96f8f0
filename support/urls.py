"""Addresses of support, below the case's own."""

from django.urls import path

from support.views import case, given, plan

app_name = "support"

urlpatterns = [
    path("<reference:reference>/g/", case.support, name="case"),
    path("<reference:reference>/g/new/", plan.goal_new, name="goal_new"),
    path("<reference:reference>/g/at/", plan.review, name="review"),
    path("<reference:reference>/g/n/<uuid:person_id>/", plan.ask, name="ask"),
    path("<reference:reference>/g/<int:number>/", plan.version, name="version"),
    path("<reference:reference>/g/<int:number>/print/", plan.print_version, name="print"),
    path("<reference:reference>/g/<uuid:goal_id>/", plan.goal, name="goal"),
    path("<reference:reference>/g/<uuid:goal_id>/d/", plan.step_new, name="step_new"),
    path("<reference:reference>/g/h/new/", given.give, name="give"),
    path("<reference:reference>/g/h/<uuid:given_id>/", given.given, name="given"),
    path("<reference:reference>/g/h/<uuid:given_id>/undo/", given.undo, name="undo"),
    path("<reference:reference>/g/h/t/<uuid:entry_id>/", given.from_note, name="from_note"),
]
