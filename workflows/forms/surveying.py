"""The short survey that ends a coordinated individual plan: what the person says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import RadioCards

ANSWERS = [("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")), ("unasked", _("Not asked, or no answer"))]
QUESTIONS = {
    "part": _("Did you take part in making the plan?"),
    "mattered": _("Was the plan about what matters to you?"),
    "helped": _("Did those who help you work together better?"),
}


class SurveyPart(forms.Form):
    """Three questions to the person."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="survey")
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(label=question, choices=ANSWERS, initial="unasked", widget=RadioCards)
