from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """What happens next: Viewflow, and nothing but Viewflow."""

    name = "workflows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the domain its process engine, and keep what fails in a flow free of data about people."""
        from coordination.cases import process
        from workflows import checks, scrubbing  # noqa: F401  the checks register themselves
        from workflows.runs import RunEngine

        process.install(RunEngine())
        scrubbing.connect()
