from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The domain: cases, and everything agencies do together in them."""

    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"
