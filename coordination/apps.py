from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The domain: cases, and everything agencies do together in them."""

    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to log-outs."""
        from coordination.history import departures  # noqa: F401
