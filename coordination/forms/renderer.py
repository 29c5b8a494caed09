"""How Django draws our forms."""

from pathlib import Path

import django.forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property

DJANGO_FORMS = Path(django.forms.__file__).parent / "templates"


class Renderer(DjangoTemplates):
    """Draw forms with our templates first (templates/django/forms), then with Django's own."""

    @cached_property
    def engine(self) -> Backend:
        """Return a template engine that sees only these two folders."""
        folders = [settings.BASE_DIR / "templates", DJANGO_FORMS]
        return Backend({"APP_DIRS": False, "DIRS": folders, "NAME": "forms", "OPTIONS": {}})
