"""What one chooses for oneself."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import User
from coordination.forms import RadioCards
from coordination.history.kinds import GROUPS, KINDS
from coordination.history.sentences import kind_label
from coordination.languages import spoken_by
from coordination.notifications.actions import save_profile

# Recorded, and told to nobody: there is nothing to choose.
ONLY_HISTORY = {"case-status", "person-added", "person-changed", "entry-written", "entry-corrected", "paper-made"}
MUTABLE = [kind for kind, about in KINDS.items() if about.can_mute and kind not in ONLY_HISTORY]


class ProfileForm(forms.ModelForm):
    """Language, appearance, and how one wants to be told."""

    language = forms.ChoiceField(label=_("Language"))
    told = forms.MultipleChoiceField(
        label=_("Tell me when"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you must know of to do your part is always told."),
    )

    class Meta:
        model = User
        fields = ("language", "theme", "phone", "mail_digest", "announce")
        widgets = {"theme": RadioCards}
        help_texts = {
            "mail_digest": _("At most once an hour, without names: how much is new and in which cases."),
            "phone": _("Your work phone, shown to those you work with."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
        self.fields["language"].choices = names  # type: ignore[attr-defined]
        self.initial["language"] = self.instance.language[:2]
        self.fields["told"].choices = [  # type: ignore[attr-defined]
            (name, kinds)
            for group, name in GROUPS.items()
            if (kinds := [(kind, kind_label(kind)) for kind in MUTABLE if KINDS[kind].group == group])
        ]
        self.fields["told"].initial = [kind for kind in MUTABLE if kind not in self.instance.muted_events]

    def clean_language(self) -> str:
        """Take the language as it is spoken where the person works."""
        return spoken_by(self.instance, self.cleaned_data["language"])

    def save(self, commit: bool = True) -> User:
        """Keep the choices; what is not ticked is muted."""
        chosen = dict(self.cleaned_data)
        told = chosen.pop("told")
        save_profile(self.instance, muted=[kind for kind in MUTABLE if kind not in told], **chosen)
        return self.instance
