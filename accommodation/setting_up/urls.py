"""Addresses of what an administrator says of places and rooms."""

from django.urls import path

from accommodation.setting_up import views

app_name = "places"

urlpatterns = [
    path("services/<uuid:service_id>/places/", views.new_provision, name="new_provision"),
    path("services/<uuid:service_id>/rooms/", views.new_units, name="new_units"),
    path("places/<uuid:provision_id>/", views.change_provision, name="change_provision"),
    path("rooms/<uuid:unit_id>/", views.change_unit, name="change_unit"),
]
