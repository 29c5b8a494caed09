from typing import Any

from django.contrib.auth.backends import ModelBackend


class PolicyBackend(ModelBackend):
    """Logs people in, and answers nothing about cases: Django's own permission check has no say there."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Answer only model-wide questions, which no page over case data asks."""
        return obj is None and super().has_perm(user_obj, perm)
