from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from coordination.people import identity
from coordination.records import Record


class PersonQuerySet(models.QuerySet):
    """People, narrowed by what they must do."""

    def must_consent(self, at=None):
        """Those without whose consent nothing is shared on consent, at a moment (now unless told).

        Follows birthdays as they come, and leaves out whom a lawyer's word makes unnecessary for a time.
        """
        return self.due_to_consent(at).filter(Q(consent_waived_until=None) | Q(consent_waived_until__lte=at or _now()))

    def due_to_consent(self, at=None):
        """Those who must consent by age and custody, whatever a lawyer has said."""
        now = at or _now()
        rows = self.filter(Q(consent_required=True) | Q(consent_from__lte=now))
        return rows.filter(Q(consent_to=None) | Q(consent_to__gt=now))


def _now():
    return timezone.now()


class Person(Record):
    """A person in one case: the child, a guardian, somebody else.

    A row belongs to its case. There is no register of persons across cases, so
    nobody can learn from one case that another exists.
    """

    class Role(models.TextChoices):
        CHILD = "child", _("Child or young person")
        GUARDIAN = "guardian", _("Guardian")
        OTHER = "other", _("Other person")

    class Protection(models.TextChoices):
        NONE = "none", _("No protection")
        MARKED = "marked", _("Confidentiality mark")
        REGISTERED = "registered", _("Protected registration")
        ASSUMED = "assumed", _("Assumed identity")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="people")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    identity_number = models.CharField(_("identity number"), max_length=13, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    school = models.CharField(_("school"), max_length=120, blank=True)
    protection = models.CharField(
        _("protected personal data"), max_length=10, choices=Protection.choices, default=Protection.NONE
    )
    custody = models.BooleanField(_("has custody of the child"), default=False)
    consent_required = models.BooleanField(
        _("must consent"), default=False, help_text=_("Set by the age and custody rules in force.")
    )
    consent_from = models.DateTimeField(null=True, blank=True, help_text="The birthday from which they must consent.")
    consent_to = models.DateTimeField(null=True, blank=True, help_text="The birthday from which they need not.")
    consent_since = models.DateTimeField(null=True, blank=True, help_text="Since when they are asked.")
    consent_waived_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when a lawyer's word makes their consent unnecessary."
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "role"], name="person_case_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(protection="none") | Q(phone="", address="", school=""),
                name="protected_person_is_not_to_be_found",
            )
        ]

    def __str__(self) -> str:
        return self.initials

    @property
    def is_protected(self) -> bool:
        """Whether address, phone and school must stay hidden everywhere."""
        return self.protection != self.Protection.NONE

    @property
    def must_consent_now(self) -> bool:
        """Whether nothing may be shared on consent without theirs, at this moment."""
        return type(self).objects.filter(pk=self.pk).must_consent().exists()

    @property
    def full_name(self) -> str:
        """The whole name, for pages that may show it."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters, enough to tell the people of one case apart; of a protected person not even those."""
        if self.is_protected:
            return gettext("Protected person")
        return ".".join(n[:1].upper() for n in (self.given_name, self.family_name) if n) + "."

    @property
    def listed_as(self) -> str:
        """How lists and headings name the person: initials and year of birth, nothing of a protected person."""
        if self.is_protected or self.birth_date is None:
            return self.initials
        return _("%(initials)s born %(year)s") % {"initials": self.initials, "year": self.birth_date.year}

    @property
    def protection_label(self) -> str:
        """The kind of protection, as it is called in the country. For the coordinator only."""
        return str(dict(protections(self.case.municipality.country))[self.protection])

    @property
    def label(self) -> str:
        """Role and initials, as pages name somebody of the family."""
        return f"{self.get_role_display()} {self.initials}"

    @property
    def masked_number(self) -> str:
        """The identity number with everything but the birth date covered."""
        return identity.mask(self.identity_number)


def protections(country: str) -> list[tuple[str, object]]:
    """Return the kinds of protection with what they are called in a country."""
    finnish = pgettext_lazy("Finland", "Order of non-disclosure")
    names = {"registered": finnish} if country == "FI" else {}
    return [(value, names.get(value, label)) for value, label in Person.Protection.choices]


class FamilyWishQuerySet(models.QuerySet):
    """Wishes, narrowed by when they hold and what they are about."""

    def live(self, on: date | None = None) -> Any:
        """Wishes in force on a day (today unless told): begun, not ended, not run out."""
        day = on or timezone.localdate()
        rows = self.filter(valid_from__lte=day, ended_at=None)
        return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def about_meetings(self) -> Any:
        """Wishes that keep somebody out of meetings."""
        return self.exclude(scope=FamilyWish.Scope.PAPERS)

    def about_papers(self) -> Any:
        """Wishes that keep papers from somebody."""
        return self.exclude(scope=FamilyWish.Scope.MEETINGS)


class FamilyWish(Record):
    """What the child wants one of the family to be kept out of, in the child's words (OSL 12:3).

    It binds the agencies when they call meetings and hand out papers. A changed
    wish is a new row; an ended one stays.
    """

    class Scope(models.TextChoices):
        MEETINGS = "meetings", _("Meetings")
        PAPERS = "papers", _("Papers")
        BOTH = "both", _("Meetings and papers")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="family_wishes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes")
    scope = models.CharField(max_length=8, choices=Scope.choices)
    words = models.CharField(max_length=500)
    valid_from = models.DateField(default=timezone.localdate)
    valid_until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_note = models.CharField(max_length=300, blank=True)

    objects = FamilyWishQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_live_wish_a_person")
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"
