from typing import ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coordination.records import Record
from permissions.roles import Post


class Municipality(Record):
    """The municipality that runs the service for its agencies."""

    class Country(models.TextChoices):
        SWEDEN = "SE", _("Sweden")
        FINLAND = "FI", _("Finland")

    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, choices=Country.choices)
    time_zone = models.CharField(max_length=40, default="Europe/Stockholm")
    reference_prefix = models.CharField(max_length=6, default="SAM")

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet):
    """Agencies, narrowed by whom a case may bring in."""

    def within_reach(self, municipality: "Municipality") -> "AgencyQuerySet":
        """Narrow to those that a case of a municipality may bring in.

        Its own, and the social services of others in the country: to those a person who moves is handed over.
        """
        elsewhere = Q(kind=Agency.Kind.SOCIAL, municipality__country=municipality.country)
        return self.filter(Q(municipality=municipality) | elsewhere)


class Agency(Record):
    """A unit with a secrecy boundary of its own, also against its neighbours in the municipality."""

    class Kind(models.TextChoices):
        SOCIAL = "social", _("Social services")
        SCHOOL = "school", _("School")
        LEISURE = "leisure", _("Leisure")
        POLICE = "police", _("Police")
        HEALTH = "health", _("Health care")
        PROBATION = "probation", _("Probation")
        YOUTH = "youth", _("Youth work")
        PROGRAMME = "programme", _("Crime prevention")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    phone = models.CharField(max_length=30, blank=True)
    receives_reports = models.BooleanField(default=False, help_text="Whether reports of concern are sent to it.")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.short_name or self.name


class EmailUserManager(UserManager):
    """Makes users known by their e-mail address."""

    def _create_user(self, email, password, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email, password=None, **extra):  # type: ignore[override]
        """Create a person who may log in; without a password, not until they set one."""
        return self._create_user(email, password, **extra)

    def create_superuser(self, email, password=None, **extra):  # type: ignore[override]
        """Create a technical administrator. Sees no case: there is no bypass in the policy."""
        return self._create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username):
        """Return the user with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person who logs in. Never deleted: the history needs its actors."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Follows the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=5, default="sv", help_text="As spoken: sv-fi in Finland.")
    theme = models.CharField(_("appearance"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    mail_digest = models.BooleanField(_("e-mail when something waits for me"), default=True)
    announce = models.BooleanField(_("read live news aloud to screen readers"), default=True)
    muted_events = models.JSONField(default=list, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[EmailUserManager] = EmailUserManager()

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @cached_property
    def away(self) -> list:
        """The absences in force in which the person is away or stands in, read once a page as `posts` are."""
        rows = apps.get_model("coordination.Absence").objects.live().filter(Q(user=self) | Q(substitute=self))
        return list(rows.select_related("user", "substitute").order_by("valid_until"))

    @cached_property
    def posts(self) -> list:
        """The posts in force, read once a page. To be shown only: what they allow, the policy asks anew."""
        return list(self.memberships.live().select_related("agency__municipality"))

    @property
    def role_line(self) -> str:
        """Titles and agencies as one line for menus and signatures."""
        posts = {m.agency_id: m for m in self.posts}
        return ", ".join(f"{m.title}, {m.agency}" if m.title else str(m.agency) for m in posts.values())


class MembershipQuerySet(models.QuerySet):
    """Memberships, narrowed by when they hold."""

    def live(self):
        """Memberships in force now."""
        now = timezone.now()
        return self.filter(valid_from__lte=now).filter(Q(ended_at=None) | Q(ended_at__gt=now))


class Membership(Record):
    """A person's post in an agency. Someone may hold several posts, in several agencies."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    post = models.CharField(max_length=10, choices=[(p.value, p.label) for p in Post])
    title = models.CharField(max_length=80, blank=True)
    valid_from = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "post"], condition=Q(ended_at=None), name="one_live_post")
        ]
        indexes = [models.Index(fields=["user", "post", "agency"], name="membership_user_post")]

    def __str__(self) -> str:
        return f"{self.user}, {self.agency} ({self.post})"
