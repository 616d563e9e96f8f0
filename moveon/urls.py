"""Addresses of leaving, and of the plan for moving on below a case's own."""

from django.urls import path

from moveon import plan_views, views

app_name = "moveon"

_NEXT = "c/<reference:reference>/y/"

urlpatterns = [
    path("b/left/<uuid:episode_id>/", views.leave, name="leave"),
    path(_NEXT, plan_views.plan, name="plan"),
    path(f"{_NEXT}new/", plan_views.option_new, name="option_new"),
    path(f"{_NEXT}<uuid:option_id>/", plan_views.option, name="option"),
    path(f"{_NEXT}<uuid:option_id>/new/", plan_views.offer_new, name="offer_new"),
    path(f"{_NEXT}at/<uuid:offer_id>/", plan_views.offer, name="offer"),
    path(f"{_NEXT}not/", plan_views.area_new, name="area_new"),
    path(f"{_NEXT}not/<uuid:avoided_id>/", plan_views.area, name="area"),
    path(f"{_NEXT}after/", plan_views.resettlement, name="after"),
    path(f"{_NEXT}after/new/", plan_views.visit_new, name="visit_new"),
    path(f"{_NEXT}after/<uuid:visit_id>/", plan_views.visit, name="visit"),
]
