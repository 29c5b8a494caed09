from django.apps import AppConfig


class PermissionsConfig(AppConfig):
    """Who may do what. Imports nothing of the domain."""

    name = "permissions"
    default_auto_field = "django.db.models.BigAutoField"
