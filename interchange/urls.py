"""The address at which records are taken out."""

from django.urls import path

from interchange import views

app_name = "interchange"

urlpatterns = [path("", views.export, name="export")]
