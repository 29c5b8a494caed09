"""How allauth behaves here: an agency adds its own people, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NoSignUp(DefaultAccountAdapter):
    """Log-in as allauth does it, with the door for newcomers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        return False
