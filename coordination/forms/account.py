"""The log-in forms, without what we do not offer and without texts that only repeat the label."""

from typing import Any

from allauth.account import forms as allauth


class Plain:
    """Mixin: no placeholder, no link to a password reset by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the placeholders and help texts away."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
        if "password" in self.fields:  # type: ignore[attr-defined]
            self.fields["password"].help_text = ""  # type: ignore[attr-defined]


class LoginForm(Plain, allauth.LoginForm):
    """Log in with mail address and password."""


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    """Change one's own password."""
