from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """What happens next: Viewflow, and nothing but Viewflow."""

    name = "workflows"
    default_auto_field = "django.db.models.BigAutoField"
