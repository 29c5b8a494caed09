#!/usr/bin/env python
"""Run Django's commands."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")


def main() -> None:
    """Run the command; what is wrong with the environment is said in one line."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        from coordination import settings  # noqa: F401
    except ImproperlyConfigured as error:
        sys.exit(f"Samverkan cannot start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
