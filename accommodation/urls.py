"""Addresses of houses, rooms and stays: ids alone."""

from django.urls import path

from accommodation import property_views, shift_views, views

app_name = "accommodation"

urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("h/<uuid:house_id>/", views.rooms, name="house"),
    path("h/<uuid:house_id>/roll/", views.roll_call, name="roll_call"),
    path("h/<uuid:house_id>/about/", property_views.about, name="about"),
    path("h/<uuid:house_id>/rules/", property_views.rules, name="rules"),
    path("h/<uuid:house_id>/where/", property_views.where, name="where"),
    path("h/<uuid:house_id>/where/change/", property_views.say_where, name="say_where"),
    path("<uuid:unit_id>/fits/", property_views.features, name="features"),
    path("<uuid:unit_id>/kind/", property_views.retype, name="retype"),
    path("<uuid:unit_id>/up/", property_views.give_up, name="give_up"),
    path("h/<uuid:house_id>/shifts/", shift_views.of_house, name="shifts"),
    path("h/<uuid:house_id>/shifts/<uuid:shift_id>/", shift_views.end, name="end_shift"),
    path("<uuid:unit_id>/", views.unit, name="unit"),
    path("<uuid:unit_id>/place/", views.place, name="place"),
    path("<uuid:unit_id>/closed/", views.close_unit, name="close_unit"),
    path("stay/<uuid:stay_id>/", views.stay, name="stay"),
    path("stay/<uuid:stay_id>/until/", views.expect, name="expect"),
]
