"""What a case of the demonstration does beyond consent: giving on other grounds, and closing itself to most."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coordination.access.classes import ask_to_name, raise_class
from coordination.access.countersigning import answer
from coordination.cases.inviting import invite
from coordination.cases.models import Confidentiality, Participation
from coordination.sharing.actions import disclose
from coordination.sharing.approving import approve_disclosure
from coordination.sharing.models import Disclosure, Entry, LegalBasis
from permissions.grants import of_case
from workflows.demo.play import Play


class OnGrounds(Play):
    """What happens on grounds of law other than consent, and who is kept out."""

    def discloses(
        self,
        by: str,
        entry: Entry,
        to: str,
        code: str,
        why: str,
        *,
        told: bool = True,
        not_told_why: str = "",
        asked: bool = False,
    ) -> Disclosure:
        """Give an entry to an agency on another ground than consent, all of its conditions ticked.

        ``told`` is whether the family was; ``asked`` says that the agency had asked for it.
        """
        basis = self.ground(code)
        return disclose(
            entry,
            self.agency(to),
            by=self.user(by),
            basis=basis,
            conditions=basis.condition_codes,
            reason=why,
            family_told=told,
            family_not_told_why=not_told_why,
            own_initiative=not asked,
        )

    def invites_on(
        self, agency: str, code: str, why: str, *, message: str, days: int = 150, late: bool = False
    ) -> Participation:
        """Invite an agency on another ground than consent, for some days."""
        basis = self.ground(code)
        return invite(
            self.case,
            self.agency(agency),
            by=self.user(self.coordinator),
            message=message,
            late=late,
            basis=basis,
            conditions=basis.condition_codes,
            ground_reason=why,
            ground_until=timezone.now() + timedelta(days=days),
        )

    def invites_on_grounds(self, *agencies: tuple[str, str, str], message: str) -> None:
        """Invite agencies, each (agency, code, why) on a ground of its own."""

        def apply(run: Any) -> str:
            for key, code, why in agencies:
                self.invites_on(key, code, why, message=message)
            return "done"

        self.does("invite", apply)

    def lets_go(self, by: str, disclosure: Disclosure) -> None:
        """Approve, as the unit manager, what somebody of the own agency wants to give."""
        approve_disclosure(disclosure, by=self.user(by))

    def ground(self, code: str) -> LegalBasis:
        """Return a ground of the catalogue, in its newest version in force."""
        today = timezone.localdate()
        rows = LegalBasis.objects.filter(code=code, valid_from__lte=today).exclude(valid_to__lt=today)
        return rows.latest("version")

    def is_sensitive(self, reason: str) -> None:
        """Raise the class of the case to sensitive."""
        raise_class(self.case, Confidentiality.SENSITIVE, by=self.user(self.coordinator), reason=reason)

    def is_for_named(self, second: str, *keys: str, reason: str) -> None:
        """Close the case to all but the coordinator and the people named; a unit manager is the second."""
        named = self._access(*keys)
        by = self.user(self.coordinator)
        raise_class(self.case, Confidentiality.NAMED, by=by, reason=reason, named=named)
        answer(self.case.countersignatures.get(answered_at=None), by=self.user(second), approve=True)

    def countersigns(self, second: str) -> None:
        """Be the second for what waits to be countersigned."""
        answer(self.case.countersignatures.get(answered_at=None), by=self.user(second), approve=True)
        self.case.refresh_from_db()

    def names(self, second: str, key: str, reason: str) -> None:
        """Name one more for the highest class; a unit manager is the second."""
        asked = ask_to_name(self.case, self._access(key).get(), by=self.user(self.coordinator), reason=reason)
        answer(asked, by=self.user(second), approve=True)

    def _access(self, *keys: str) -> QuerySet:
        return of_case(self.case).live().filter(user__in=[self.user(key) for key in keys])
