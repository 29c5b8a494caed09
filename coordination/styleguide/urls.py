"""Addresses of the style guide."""

from django.urls import path

from coordination.styleguide.views import show

urlpatterns = [
    path("", show, {"name": "parts"}, name="styleguide"),
    path("<slug:name>/", show, name="styleguide_page"),
]
