"""Access: until when, conflicts of interest, asking to join, emergencies, searching for a person."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coordination.access.models import Conflict, EmergencyAccess, PointerSearch
from coordination.agencies.models import Agency, User
from coordination.cases.models import Case
from coordination.cases.terms import access_until, longest_until
from coordination.forms import DateInput, LongText, RadioCards


class UntilField(forms.DateField):
    """The last day of an access: as the rules propose, and no longer than they allow."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Until and including"), widget=DateInput(), **kwargs)
        self.longest: date | None = None

    def limit_to(self, case: Case) -> None:
        """Propose and allow what the rules of the case say."""
        self.longest = timezone.localdate(longest_until(case))
        self.initial = timezone.localdate(access_until(case))
        text = _("At most until %(day)s. Before it runs out it can be confirmed again.")
        self.help_text = text % {"day": date_format(self.longest, "DATE_FORMAT")}

    def clean(self, value: Any) -> Any:
        """Return the end of the day, which must be to come and no later than the longest."""
        day: date | None = super().clean(value)
        if day is None:
            return None
        if day < timezone.localdate():
            raise ValidationError(_("The last day has passed already."))
        if self.longest and day > self.longest:
            longest = date_format(self.longest, "DATE_FORMAT")
            raise ValidationError(_("Access can be given until %(day)s at the latest.") % {"day": longest})
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class ReasonForm(forms.Form):
    """Why something is so; kept with it."""

    reason = forms.CharField(label=_("Why?"), max_length=300, widget=LongText(limit=300, rows=3))


class ConflictForm(forms.Form):
    """What kind of conflict of interest it is."""

    why = forms.ChoiceField(
        label=_("What kind of conflict of interest?"), choices=Conflict.Why.choices, widget=RadioCards()
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=LongText(limit=300, rows=2),
        help_text=_("Only the unit manager reads what you write here and what you chose above."),
    )


class ConflictOfForm(ConflictForm):
    """The same about a colleague."""

    user = forms.ModelChoiceField(label=_("Who?"), queryset=User.objects.none(), empty_label=None, widget=RadioCards())
    field_order = ("user", "why", "note")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        """Offer the people of whom the declarer may say it."""
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class AgencyChoice(forms.ModelChoiceField):
    """For which of one's agencies; the only one is chosen already."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Agency.objects.none(), empty_label=None, widget=RadioCards(), **kwargs)

    def of(self, user: Any) -> None:
        """Offer the agencies the person works at."""
        self.queryset = Agency.objects.filter(pk__in=user.memberships.live().values("agency")).order_by("name")
        if len(self.queryset) == 1:
            self.initial = self.queryset[0].pk


class JoinForm(forms.Form):
    """A request to get into a case whose reference one knows."""

    reference = forms.CharField(
        label=_("The reference of the case"), max_length=20, help_text=_("Whole and exact, for example SAM-2026-0412.")
    )
    agency = AgencyChoice(label=_("For which agency?"))
    reason = forms.CharField(
        label=_("Why do you need access?"),
        max_length=250,
        widget=LongText(limit=250, rows=3),
        help_text=_("The coordinator reads it. No names, nothing about the family."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Offer the person's agencies."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].of(user)  # type: ignore[attr-defined]


class JoinAnswerForm(forms.Form):
    """Yes until a day, or no with a reason."""

    answer = forms.ChoiceField(
        label=_("Does the person get access?"),
        choices=[("yes", _("Yes, give access")), ("no", _("No"))],
        widget=RadioCards(),
    )
    until = UntilField(required=False)
    reason = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        required=False,
        widget=LongText(limit=300, rows=3),
        help_text=_(
            "The person reads it, and so learns that there is a case. Leave the request unanswered to avoid it."
        ),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Allow access for as long as the rules of the case say."""
        super().__init__(*args, **kwargs)
        self.fields["until"].limit_to(case)  # type: ignore[attr-defined]


class EmergencyForm(forms.Form):
    """Why somebody must read a case at once that they have no access to."""

    reference = forms.CharField(
        label=_("The reference of the case"), max_length=20, help_text=_("Whole and exact, for example SAM-2026-0412.")
    )
    agency = AgencyChoice(label=_("For which agency?"))
    category = forms.ChoiceField(
        label=_("What kind of emergency is it?"), choices=EmergencyAccess.Category.choices, widget=RadioCards()
    )
    reason = forms.CharField(
        label=_("Why can it not wait?"),
        min_length=20,
        max_length=250,
        widget=LongText(limit=250, rows=3),
        help_text=_("At least 20 characters. The coordinator and your unit manager read it."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Offer the person's agencies."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].of(user)  # type: ignore[attr-defined]


class EmergencyReviewForm(forms.Form):
    """Whether an emergency access was justified."""

    decision = forms.ChoiceField(
        label=_("Was it justified?"),
        choices=[("justified", _("Yes, it was justified")), ("not", _("No, it was not justified"))],
        widget=RadioCards(),
    )
    note = forms.CharField(label=_("What do you base it on?"), max_length=300, widget=LongText(limit=300, rows=3))


class PointerForm(forms.Form):
    """A search for whether a joint case is going on around a person."""

    sought = forms.CharField(
        label=_("Identity number or reference"),
        max_length=20,
        help_text=_("Whole and exact. Names are never searched."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(
        label=_("What do you need it for?"), choices=PointerSearch.Purpose.choices, widget=RadioCards()
    )
