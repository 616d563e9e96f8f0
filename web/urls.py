"""Addresses of the pages that belong to no part of the work."""

from django.urls import path
from django.views.generic import TemplateView

from web import views

app_name = "web"

urlpatterns = [
    path("", views.front, name="front"),
    path("d/", views.home, name="home"),
    path("d/waits/", views.waits, name="waits"),
    path("d/names/", views.names, name="names"),
    path("h/", TemplateView.as_view(template_name="web/help/help.html"), name="help"),
    path(
        "h/accessibility/",
        TemplateView.as_view(template_name="web/help/accessibility.html"),
        name="accessibility",
    ),
    path(
        "h/well/",
        TemplateView.as_view(template_name="web/help/wellbeing.html"),
        name="wellbeing",
    ),
    path("z/", views.organisation, name="organisation"),
    path("z/doing/", views.diagnostics, name="diagnostics"),
    path("z/gallery/", views.gallery, name="gallery"),
]
