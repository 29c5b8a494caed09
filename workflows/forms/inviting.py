"""Inviting agencies, and an agency's answer."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency, User
from coordination.cases.inviting import answer_invitation, invite, kept_apart
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.meetings.queries import sip_meeting_to_come
from coordination.rules.own import proposed_kinds
from coordination.sharing.forms import end_of_day
from coordination.sharing.models import LegalBasis
from coordination.sharing.queries import covered_agencies
from workflows.forms.base import Part, StepForm
from workflows.forms.nominating import checked_grounds

THERE = ["invited", "accepted"]
USUAL_DAYS = 150  # So long a place on a ground of law lasts, unless the ground or the coordinator says otherwise.


class InviteMain(forms.Form):
    """Whom to invite, and with which words."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=gettext_lazy("Which agencies are invited?"), widget=CheckboxCards, required=False
    )
    message = forms.CharField(
        label=gettext_lazy("Message to their contact persons"),
        required=False,
        max_length=300,
        widget=LongText(300, rows=2),
        help_text=gettext_lazy("They see this, the case number, the way of working and the purpose. No names here."),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        """Offer ``agencies``."""
        super().__init__(*args, **kwargs)
        rows = Agency.objects.filter(pk__in=[a.pk for a in agencies]).order_by("name")
        self.fields["agencies"].queryset = rows  # type: ignore[attr-defined]
        self.fields["agencies"].required = bool(agencies)


class OnGroundRow(forms.Form):
    """Inviting one agency on the ground that was checked for it."""

    take = forms.BooleanField(label=gettext_lazy("Invite"), required=False, initial=True)
    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("The conditions of the ground that hold"), widget=CheckboxCards
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does the ground apply?"), max_length=500, widget=LongText(500, rows=2)
    )
    until = forms.DateField(label=gettext_lazy("Until"), widget=DateInput)

    def __init__(self, *args: Any, agency: Agency, basis: LegalBasis, **kwargs: Any) -> None:
        """Ask for every condition of ``basis``."""
        kwargs["initial"] = {"until": timezone.localdate() + timedelta(days=basis.days or USUAL_DAYS)}
        super().__init__(*args, **kwargs)
        self.agency, self.basis = agency, basis
        self.fields["conditions"].choices = basis.checklist  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """Inviting needs all conditions, a reason, and an end that is to come; leaving out needs nothing."""
        data = super().clean() or {}
        if not data.get("take"):
            self.errors.clear()
            return data
        if "conditions" in data and set(self.basis.condition_codes) - set(data["conditions"]):
            self.add_error("conditions", _("Every condition of the ground must be met."))
        if data.get("until") and data["until"] <= timezone.localdate():
            self.add_error("until", _("A ground other than consent needs an end that is to come."))
        return data

    def ground(self) -> dict[str, Any]:
        """Return the ground as `invite` takes it."""
        data = self.cleaned_data
        return {
            "basis": self.basis,
            "conditions": data["conditions"],
            "ground_reason": data["reason"],
            "ground_until": end_of_day(data["until"]),
        }


class InviteForm(StepForm):
    """Invite the agencies that the consent covers, or for which a ground was checked."""

    kind = "invite"
    template = "workflows/forms/invite.html"
    submit = gettext_lazy("Send the invitations")
    lead = gettext_lazy("Only agencies that everybody's consent names, or for which a ground holds, can be invited.")

    def make(self, data: Any) -> dict[str, Part]:
        """Offer the covered agencies that are not in the case, and those with a ground of their own."""
        inside = set(self.case.participations.filter(status__in=THERE).values_list("agency_id", flat=True))
        grounds = {key: basis for key, basis in checked_grounds(self.case).items() if not basis.needs_consent}
        agencies = Agency.objects.filter(pk__in=grounds).exclude(pk__in=inside).order_by("name")
        apart = set(kept_apart(self.case, [*agencies, *(covered := covered_agencies(self.case))]))
        rows: dict[str, Part] = {
            a.pk.hex: OnGroundRow(data, prefix=f"g{a.pk.hex}", agency=a, basis=grounds[str(a.pk)])
            for a in agencies
            if a not in apart
        }
        offered = [a for a in covered if a.pk not in inside and a not in apart and a.pk.hex not in rows]
        kinds = proposed_kinds(self.flow.rules, self.case.municipality)
        main = InviteMain(data, agencies=offered, initial={"agencies": [a.pk for a in offered if a.kind in kinds]})
        main.fields["agencies"].required = bool(offered) and not rows
        return {**rows, "main": main}

    @property
    def rows(self) -> list[OnGroundRow]:
        """The agencies with a ground of their own."""
        return [part for part in self.parts.values() if isinstance(part, OnGroundRow)]

    def apply(self, run: Any) -> str:
        """Invite each of them."""
        for row in self.rows:
            if row.cleaned_data["take"]:
                invite(self.case, row.agency, by=self.user, message=self.said["message"], **row.ground())
        for agency in self.said["agencies"]:
            invite(self.case, agency, by=self.user, message=self.said["message"])
        return "done"

    def readers(self) -> tuple[list[str], list[str]]:
        """The contact persons read the message and the cover."""
        can = [_("The contact persons of the agencies you invite: number, way of working, purpose and your message")]
        return can, [_("Nobody there sees the family or what has been written, before the agency accepts")]


class AnswerMain(forms.Form):
    """Yes for named people, or no for a reason."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Does your agency take part?"),
        choices=[("accepted", gettext_lazy("Yes")), ("declined", gettext_lazy("No"))],
        widget=RadioCards,
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who of your agency gets access?"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("Only those who work with the family. You can add and take away people later."),
    )
    reason = forms.CharField(
        label=gettext_lazy("If no: why?"),
        required=False,
        max_length=300,
        widget=LongText(300, rows=2),
        help_text=gettext_lazy("The coordinator reads this."),
    )

    def __init__(self, *args: Any, agency: Agency, called: bool = False, **kwargs: Any) -> None:
        """Offer the people who work at ``agency``; who is called as a principal cannot decline."""
        super().__init__(*args, **kwargs)
        there = agency.memberships.live().values("user")
        people = User.objects.filter(pk__in=there, is_active=True).order_by("first_name", "last_name")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        if called:
            self.fields["answer"].choices = [("accepted", gettext_lazy("We come"))]  # type: ignore[attr-defined]
            self.fields["answer"].help_text = gettext_lazy("The call is binding: name who comes.")
            self.fields["answer"].initial = "accepted"
            del self.fields["reason"]

    def clean(self) -> dict:
        """A yes names people, a no has a reason."""
        data = super().clean() or {}
        if data.get("answer") == "accepted" and not data.get("people") and "people" not in self.errors:
            self.add_error("people", _("Name at least one person who gets access."))
        if (
            "reason" in self.fields
            and data.get("answer") == "declined"
            and not data.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("Say why the agency declines."))
        return data


class AnswerForm(StepForm):
    """Answer the invitation. Until then only the cover of the case is shown."""

    kind = "answer"
    template = "workflows/forms/answer.html"
    submit = gettext_lazy("Answer")
    lead = gettext_lazy("Your agency is invited to work together around a young person.")
    outcomes = {"accepted": gettext_lazy("Accepted"), "declined": gettext_lazy("Declined")}

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        called = bool(self.invitation and self.invitation.called)
        return {"main": AnswerMain(data, agency=self.step.agency, called=called)}

    @cached_property
    def invitation(self) -> Any:
        """The invitation that is answered."""
        there = self.case.participations.filter(agency=self.step.agency, status="invited")
        return there.select_related("agency", "invited_by", "case").first()

    @property
    def meeting(self) -> Any:
        """The SIP meeting that the call or the invitation is for, if it is for one."""
        return sip_meeting_to_come(self.invitation) if self.invitation else None

    @property
    def possible(self) -> bool:
        """Whether the invitation still stands."""
        return self.invitation is not None

    def apply(self, run: Any) -> str:
        """Accept for the people named, or decline."""
        yes = self.said["answer"] == "accepted"
        people = list(self.said["people"]) if yes else []
        answer_invitation(
            self.invitation, by=self.user, accept=yes, people=people, reason="" if yes else self.said["reason"]
        )
        return self.said["answer"]

    def readers(self) -> tuple[list[str], list[str]]:
        """The coordinator's agency reads the answer."""
        lead = self.case.lead_agency
        return [_("%(agency)s, which leads the case, sees your answer") % {"agency": lead}], [
            _("Your agency sees nothing of the family before you have accepted")
        ]
