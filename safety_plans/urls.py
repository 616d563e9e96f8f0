"""Addresses of a case's plan, below the case's own."""

from django.urls import path

from safety_plans import views

app_name = "safety_plans"

urlpatterns = [
    path("<reference:reference>/s/", views.plan, name="case"),
    path("<reference:reference>/s/new/", views.write, name="write"),
    path("<reference:reference>/s/<int:number>/", views.version, name="version"),
    path("<reference:reference>/s/<int:number>/copy/", views.survivors_copy, name="copy"),
]
