"""Addresses of leaving."""

from django.urls import path

from moveon import views

app_name = "moveon"

urlpatterns = [path("<uuid:episode_id>/", views.leave, name="leave")]
