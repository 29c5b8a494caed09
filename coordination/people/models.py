from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.people import identity
from coordination.records import Record


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
    consent_required = models.BooleanField(
        _("must consent"), default=False, help_text=_("Set by the age and custody rules in force.")
    )

    class Meta:
        indexes = [models.Index(fields=["case", "role"], name="person_case_role")]

    def __str__(self) -> str:
        return self.initials

    @property
    def is_protected(self) -> bool:
        """Whether address, phone and school must stay hidden everywhere."""
        return self.protection != self.Protection.NONE

    @property
    def full_name(self) -> str:
        """The whole name, for pages that may show it."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters, enough to tell the people of one case apart."""
        return ".".join(n[:1].upper() for n in (self.given_name, self.family_name) if n) + "."

    @property
    def masked_number(self) -> str:
        """The identity number with everything but the birth date covered."""
        return identity.mask(self.identity_number)
