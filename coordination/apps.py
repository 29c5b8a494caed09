from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The domain: cases, and everything agencies do together in them."""

    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to log-outs, and let each feature say what it puts on paper."""
        from coordination.history import departures, papers  # noqa: F401
        from coordination.meetings import papers as of_meetings  # noqa: F401
        from coordination.plans import papers as of_plans  # noqa: F401
        from coordination.reports import papers as of_reports  # noqa: F401
        from coordination.sharing import papers as of_sharing  # noqa: F401
