"""Describing the situation, one section a topic, and reviewing what came."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency
from coordination.forms import CheckboxCards, LongText, RadioCards
from coordination.sharing.models import Entry, Topic
from coordination.sharing.queries import covered_until, possible_readers, readable
from coordination.steps.actions import send_back
from workflows.forms.base import Part, StepForm

TOPICS = {
    "school": (Topic.SCHOOL, Topic.LEISURE, Topic.STRENGTHS),
    "leisure": (Topic.LEISURE, Topic.SUBSTANCES, Topic.STRENGTHS),
    "youth": (Topic.LEISURE, Topic.SUBSTANCES, Topic.STRENGTHS),
    "police": (Topic.CRIME, Topic.SUBSTANCES, Topic.STRENGTHS),
    "probation": (Topic.CRIME, Topic.SUBSTANCES, Topic.STRENGTHS),
    "health": (Topic.HEALTH, Topic.HOME, Topic.SUBSTANCES, Topic.STRENGTHS),
    "social": (Topic.HOME, Topic.SUBSTANCES, Topic.CRIME, Topic.STRENGTHS),
    "programme": (Topic.LEISURE, Topic.CRIME, Topic.STRENGTHS),
}
QUESTIONS = {
    "now": gettext_lazy("How is it now?"),
    "worries": gettext_lazy("What worries you?"),
    "strengths": gettext_lazy("What works well?"),
    "child": gettext_lazy("The child's own words"),
    "tried": gettext_lazy("What has been tried?"),
}


class TopicPart(forms.Form):
    """What the agency knows about one topic. Every question may be left empty."""

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.CharField(
                label=question, required=False, max_length=2000, widget=LongText(2000, rows=2)
            )

    @property
    def filled(self) -> dict[str, str]:
        """The questions that were answered."""
        return {name: text for name, text in self.cleaned_data.items() if text}

    @property
    def has_text(self) -> bool:
        """Whether anything is typed, so that the section is shown open."""
        return bool(self.errors) or any(self[name].value() for name in QUESTIONS)


class MapMain(forms.Form):
    """Who else may read it."""

    share = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Which other agencies may read this?"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("Nobody, unless you choose. You can share later, section by section, and take it back."),
    )

    def __init__(self, *args: Any, covered: dict[Agency, list[Topic]], topics: Any, **kwargs: Any) -> None:
        """Offer the agencies that consent covers, each with what it does not cover."""
        super().__init__(*args, **kwargs)
        field = self.fields["share"]
        field.queryset = Agency.objects.filter(pk__in=[a.pk for a in covered]).order_by("name")  # type: ignore[attr-defined]
        field.widget.hints = {str(a.pk): _hint(found, topics) for a, found in covered.items()}


class MapForm(StepForm):
    """Describe the situation from the own agency's side."""

    kind = "map"
    template = "workflows/forms/map.html"
    submit = gettext_lazy("Hand in")
    audience = "chosen"
    lead = gettext_lazy("Describe briefly how things are. Write only what is needed to work together.")

    def make(self, data: Any) -> dict[str, Part]:
        """Make a section for each topic that is the agency's business."""
        self.topics = TOPICS.get(self.step.agency.kind, tuple(Topic))
        parts: dict[str, Part] = {t.value: TopicPart(data, prefix=t.value, topic=t) for t in self.topics}
        return {**parts, "main": MapMain(data, covered=self.covered, topics=self.topics)}

    @cached_property
    def covered(self) -> dict[Agency, list[Topic]]:
        """The agencies with which something may be shared now, each with the topics."""
        found = {
            agency: [t for t in self.topics if covered_until(self.case, agency, t.value)]
            for agency, _any in possible_readers(self.case, self.step.agency)
        }
        return {agency: topics for agency, topics in found.items() if topics}

    @property
    def sections(self) -> list[Any]:
        """The topics' parts."""
        return [self.parts[t.value] for t in self.topics]

    def check(self) -> bool:
        """Something must be said."""
        if any(part.filled for part in self.sections):
            return True
        self.main.add_error(None, _("Write something in at least one of the sections."))
        return False

    def apply(self, run: Any) -> str:
        """Write one entry a topic, shared with the chosen agencies as far as consent covers the topic."""
        for part in self.sections:
            if part.filled:
                chosen = [a for a in self.said["share"] if part.topic in self.covered.get(a, [])]
                text = "\n\n".join(f"{QUESTIONS[name]}\n{text}" for name, text in part.filled.items())
                title = part.topic.label
                self.write(text, title=title, topic=part.topic.value, data=part.filled, share_with=chosen)
        return "done"

    def own_readers(self) -> list:
        """Return the agencies ticked that consent covers for the plan, which the municipality's questions belong to."""
        return [a for a in self.chosen_readers() if covered_until(self.case, a, Topic.PLAN)]

    def chosen_readers(self) -> list:
        """Return the agencies ticked so far."""
        ticked = self.main["share"].value() or []
        return [a for a in self.covered if str(a.pk) in {str(t) for t in ticked}]

    def readers(self) -> tuple[list[str], list[str]]:
        """Say for each chosen agency about what it reads, and that the others read nothing."""
        can, cannot = super().readers()
        left_out = [
            _("%(agency)s does not read about: %(topics)s (no consent)")
            % {"agency": a, "topics": ", ".join(str(t.label) for t in self.topics if t not in self.covered[a])}
            for a in self.chosen_readers()
            if set(self.topics) - set(self.covered[a])
        ]
        return can, [*left_out, *cannot]


class ReviewMain(forms.Form):
    """Enough, or whom to ask for more."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Is this enough to meet about?"),
        choices=[
            ("enough", gettext_lazy("Yes, call the network meeting")),
            ("more", gettext_lazy("No, ask for more")),
        ],
        widget=RadioCards,
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=gettext_lazy("Whom do you ask for more?"), required=False, widget=CheckboxCards
    )
    reason = forms.CharField(
        label=gettext_lazy("What do you need?"),
        required=False,
        max_length=500,
        widget=LongText(500, rows=3),
        help_text=gettext_lazy("The agencies you ask read this."),
    )

    def __init__(self, *args: Any, agencies: QuerySet, **kwargs: Any) -> None:
        """Offer ``agencies``."""
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """Asking for more names agencies and says what for."""
        data = super().clean() or {}
        if data.get("outcome") == "more":
            if not data.get("agencies") and "agencies" not in self.errors:
                self.add_error("agencies", _("Choose at least one agency."))
            if not data.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Say what you need."))
        return data


class ReviewForm(StepForm):
    """Read the sections that came, and decide whether they are enough."""

    kind = "review"
    template = "workflows/forms/review.html"
    lead = gettext_lazy("You read the sections that the agencies have shared with yours.")
    outcomes = {"enough": gettext_lazy("The mapping is enough"), "more": gettext_lazy("More is asked for")}

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form, beside the sections."""
        taking_part = self.case.participations.filter(status="accepted").values("agency")
        return {"main": ReviewMain(data, agencies=Agency.objects.filter(pk__in=taking_part).order_by("name"))}

    @property
    def sections(self) -> list[Entry]:
        """The sections of the mapping that may be read, by agency."""
        rows = readable(self.case, self.user).filter(step__kind="map")
        return list(rows.order_by("agency__name", "topic", "-written_at"))

    @property
    def silent(self) -> list[Agency]:
        """The agencies that handed something in which is not shared here, or nothing."""
        heard = {entry.agency_id for entry in self.sections}
        return [a for a in self.main.fields["agencies"].queryset if a.pk not in heard]

    def apply(self, run: Any) -> str:
        """Go on, or name those who are asked again."""
        if self.said["outcome"] == "more":
            run.data["ask"] = [str(a.pk) for a in self.said["agencies"]]
            run.data["ask_reason"] = self.said["reason"]
            for agency in self.said["agencies"]:
                send_back(self.case, agency, kind="map", by=self.user)
        return self.said["outcome"]

    def readers(self) -> tuple[list[str], list[str]]:
        """Those who are asked read why."""
        can, cannot = super().readers()
        return [*can, _("The agencies you ask for more read what you need")], cannot


def _hint(found: list[Topic], topics: Any) -> str:
    missing = [t for t in topics if t not in found]
    if not missing:
        return _("All sections")
    return _("Not: %(topics)s (no consent)") % {"topics": ", ".join(str(t.label) for t in missing)}
