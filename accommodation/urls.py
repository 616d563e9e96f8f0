"""Addresses of houses, rooms and stays: ids alone."""

from django.urls import path

from accommodation import living_views, placing_views, property_views, shift_views, views

app_name = "accommodation"

urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("h/<uuid:house_id>/", views.rooms, name="house"),
    path("h/<uuid:house_id>/roll/", views.roll_call, name="roll_call"),
    path("h/<uuid:house_id>/asks/", placing_views.asks, name="asks"),
    path("h/<uuid:house_id>/asks/new/", placing_views.take, name="ask_new"),
    path("h/<uuid:house_id>/free/", placing_views.vacancies, name="vacancies"),
    path("ask/<uuid:placement_id>/", placing_views.ask, name="ask"),
    path("ask/<uuid:placement_id>/offer/", placing_views.offer, name="offer"),
    path("ask/<uuid:placement_id>/suits/", placing_views.suit, name="suit"),
    path("ask/<uuid:placement_id>/accept/", placing_views.accept, name="accept"),
    path("ask/<uuid:placement_id>/here/", placing_views.arrive, name="arrive"),
    path("ask/<uuid:placement_id>/no/", placing_views.end, name="end"),
    path("ask/<uuid:placement_id>/safe/", placing_views.check_on, name="check_on"),
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
    path("h/<uuid:house_id>/nights/", living_views.house_nights, name="nights"),
    path("stay/<uuid:stay_id>/arrival/", living_views.arrival, name="arrival"),
    path("stay/<uuid:stay_id>/out/", living_views.out, name="out"),
    path("stay/<uuid:stay_id>/until/", views.expect, name="expect"),
]
