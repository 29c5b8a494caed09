"""One case of the demonstration, and what its people do in it: always the real action, through the real process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict

from coordination.agencies.models import Agency, User
from coordination.cases.actions import open_case
from coordination.cases.models import Case
from coordination.demo.cast import Cast
from coordination.documents.actions import add_document
from coordination.history.recording import note_reading
from coordination.notifications.actions import mark_all_read
from coordination.people.models import Person
from coordination.people.wishes import record_wish
from coordination.rules.queries import value_of
from coordination.sharing.actions import share, write_entry
from coordination.sharing.consent import record_consent, withdraw_consent
from coordination.sharing.forms import end_of_day, months_ahead
from coordination.sharing.models import Consent, Entry, Topic
from coordination.sharing.queries import covered_until, readable
from coordination.sharing.silence.actions import ask_lawyer
from coordination.steps.actions import nudge, save_draft, take
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act
from workflows.demo.clock import Days
from workflows.forms import FORMS
from workflows.runs import complete

ALL = tuple(Topic.values)


@dataclass(frozen=True)
class Said:
    """What one person of the family says about sharing: with whom, about what, and how they said it."""

    name: str
    agencies: tuple[str, ...]
    topics: tuple[str, ...] = ALL
    form: str = "written"
    scan: Any = None
    until: date | None = None


class Play:
    """What can happen in any case. The steps of the process are in `steps.Steps`."""

    case: Case

    def __init__(self, cast: Cast, days: Days, *, lead: str, coordinator: str) -> None:
        self.cast, self.days, self.lead, self.coordinator = cast, days, lead, coordinator

    def user(self, key: str) -> User:
        """Return one of the cast."""
        return self.cast.users[key]

    def agency(self, key: str) -> Agency:
        """Return one of the agencies."""
        return self.cast.agencies[key]

    def agencies(self, *keys: str) -> list[Agency]:
        """Return several of the agencies."""
        return [self.agency(key) for key in keys]

    def person(self, name: str) -> Person:
        """Return one of the family by first name."""
        return self.case.people.get(given_name=name)

    def opens(
        self,
        title: str,
        purpose: str,
        people: list[dict] | tuple = (),
        *,
        kind: str = Case.Kind.SSPF,
        consultation: bool = False,
    ) -> Case:
        """Open the case."""
        who = self.user(self.coordinator)
        self.case = open_case(
            by=who,
            agency=self.agency(self.lead),
            title=title,
            purpose=purpose,
            people=people,
            kind=kind,
            consultation=consultation,
        )
        note_reading(who, self.case, "opened")
        return self.case

    def looks_in(self, key: str, *what: str, about: Any = None) -> User:
        """Let somebody log in: they read the page of the case, and what they were told."""
        user = self.user(key)
        policy.require(user, Act.VIEW, self.case)
        return self._is_shown(user, "overview", *what, about=about)

    def _is_shown(self, user: User, *what: str, about: Any = None) -> User:
        for name in what:
            note_reading(user, self.case, name, about if name in ("step", "meeting") else None)
        mark_all_read(user)
        return user

    def step(self, kind: str, agency: str = "") -> Step:
        """Return the open step of a kind that an agency, or else the leading one, must do."""
        return self.case.steps.open().get(kind=kind, agency=self.agency(agency or self.lead))

    def does(self, kind: str, apply: Callable[[Any], str], *, by: str = "", agency: str = "") -> Step:
        """Complete a step as its page does. By the coordinator unless said."""
        step = self.step(kind, agency)
        page = "cover" if kind == "answer" else "overview"  # That they may is asked when the step is completed.
        user = self._is_shown(self.user(by or self.coordinator), page, "step", about=step)
        done = complete(step, by=user, apply=apply)
        self.case.refresh_from_db()
        return done

    def fills(self, kind: str, *, by: str = "", of: str = "", **fields: Any) -> Step:
        """Complete a step (of an agency) by its own form, filled in with ``fields``: what its page would post."""
        step, user = self.step(kind, of), self.user(by or self.coordinator)
        data = QueryDict(mutable=True)
        for name, value in fields.items():
            data.setlist(name, [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)])
        form = FORMS[kind](step, user, data)
        if not form.is_valid():
            raise ValueError(f"{kind}: {[str(error) for error in form.errors]}")
        return self.does(kind, form.apply, by=by, agency=of)

    def keys(self, *keys: str) -> list:
        """Return the ids of agencies, as a form takes them."""
        return [self.agency(key).pk for key in keys]

    def drafts(self, kind: str, by: str, agency: str, **fields: str) -> None:
        """Take a step and type something that is not handed in yet."""
        step = take(self.step(kind, agency), by=self.looks_in(by))
        data = {name.replace("_", "-"): [text] for name, text in fields.items()}
        save_draft(step, by=self.user(by), data=data, version=step.draft_version)

    def writes(
        self,
        by: str,
        agency: str,
        text: str,
        *,
        title: str = "",
        topic: str = "plan",
        share_with: tuple[str, ...] = (),
        step: Step | None = None,
        data: dict | None = None,
    ) -> Entry:
        """Write a note, or with a step what belongs to the step, and share it with the agencies named."""
        return write_entry(
            self.case,
            by=self.user(by),
            agency=self.agency(agency),
            kind=Entry.Kind.ANSWER if step else Entry.Kind.NOTE,
            topic=topic,
            title=title or (str(step.title) if step else ""),
            text=text,
            data=data,
            step=step,
            share_with=self.agencies(*share_with),
        )

    def keeps(
        self, by: str, agency: str, name: str, data: bytes, *, title: str, topic: str, share_with: tuple[str, ...] = ()
    ) -> Any:
        """Keep a document."""
        return add_document(
            self.case,
            by=self.user(by),
            agency=self.agency(agency),
            name=name,
            data=data,
            title=title,
            topic=topic,
            share_with=self.agencies(*share_with),
        )

    def shares(self, by: str, agency: str, topic: str, to: tuple[str, ...], reason: str) -> None:
        """Share what the own agency wrote about a topic with agencies that could not read it."""
        entry = self.case.entries.filter(agency=self.agency(agency), topic=topic).latest("written_at")
        share(entry, self.agencies(*to), by=self.user(by), reason=reason)

    def reads_all(self, key: str) -> None:
        """Read every note and answer that the reader may read."""
        user = self.looks_in(key, "entries")
        for entry in readable(self.case, user):
            note_reading(user, self.case, "entry", entry)

    def wishes(self, about: str, scope: str, words: str) -> None:
        """Record what the child wants one of the family left out of."""
        record_wish(self.person(about), by=self.user(self.coordinator), scope=scope, words=words)

    def says(self, *answers: Said, view: str = "") -> list[Consent]:
        """Record what those who must consent say (all that are named, if the rules ask nobody)."""
        people = {said.name: self.person(said.name) for said in answers}
        nobody = not any(person.consent_required for person in people.values())
        asked = [said for said in answers if nobody or people[said.name].consent_required]
        return [self._record(people[said.name], said, view) for said in asked]

    def withdraws(self, name: str, note: str) -> None:
        """Record that somebody takes their consent back."""
        who = self.looks_in(self.coordinator, "consent")
        withdraw_consent(self.person(name).consents.get(ended_at=None), by=who, note=note)

    def asks_lawyer(self, name: str, question: str) -> None:
        """Ask the lawyer about somebody who does not answer."""
        ask_lawyer(self.person(name), by=self.user(self.coordinator), question=question)

    def nudges(self, agency: str, kind: str) -> None:
        """Remind an agency of its step."""
        nudge(self.step(kind, agency), by=self.looks_in(self.coordinator))

    def _record(self, person: Person, said: Said, view: str) -> Consent:
        until = said.until or months_ahead(value_of("consent.months", self.case.municipality))
        return record_consent(
            person,
            by=self.user(self.coordinator),
            given=True,
            agencies=self.agencies(*said.agencies),
            topics=list(said.topics),
            form=said.form,
            valid_until=end_of_day(until),
            view_of_child=view,
            language=person.language,
            scan=said.scan,
        )

    def covered(self, topic: str, *keys: str) -> tuple[str, ...]:
        """Return those of the agencies with which something about a topic may be shared now."""
        return tuple(key for key in keys if covered_until(self.case, self.agency(key), topic))

    def at(self, number: int, hour: str = "09:00") -> datetime:
        """Return a moment of the story."""
        return self.days.at(number, hour)

    def day(self, number: int) -> date:
        """Return a day of the story."""
        return self.days.day(number)
