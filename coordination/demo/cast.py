"""The invented municipalities, agencies and people of the demonstration and the tests.

Nobody here exists. Phone numbers are from the Swedish regulator's fictitious
series, addresses of mail end in example.org.
"""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from coordination.agencies.models import Agency, Membership, Municipality, User
from coordination.demo import PASSWORD
from coordination.languages import spoken
from permissions.roles import Post

MUNICIPALITIES = {
    "lindaker": {"name": "Lindåkers kommun", "country": "SE", "reference_prefix": "SAM"},
    "norrvik": {"name": "Norrviks kommun", "country": "SE", "reference_prefix": "NOR"},
    "kaislaranta": {
        "name": "Kaislaranta – Vassranda",
        "country": "FI",
        "time_zone": "Europe/Helsinki",
        "reference_prefix": "YHT",
    },
}

AGENCIES = {
    "A1": ("lindaker", "social", "Socialförvaltningen, Mottagning barn och unga", "Socialtjänsten mottagning"),
    "A2": ("lindaker", "social", "Socialförvaltningen, Utredning och insats", "Socialtjänsten utredning"),
    "A3": ("lindaker", "school", "Åbrinkens skola 4–9", "Åbrinkens skola"),
    "A4": ("lindaker", "leisure", "Kultur och fritid, Navet och fältgruppen", "Kultur och fritid"),
    "A5": ("lindaker", "police", "Lokalpolisområde Lindåker", "Polisen Lindåker"),
    "A6": ("lindaker", "health", "Region Mellansjö, BUP Lindåker", "BUP Lindåker"),
    "A7": ("lindaker", "programme", "Kommunledningskontoret, trygghet och planering", "Trygghet och planering"),
    "A8": ("lindaker", "probation", "Frivården Lindåker", "Frivården"),
    "A9": ("kaislaranta", "social", "Sinijärven hyvinvointialue, lastensuojelu ja Ankkuri", "Lastensuojelu"),
    "A10": ("kaislaranta", "youth", "Kaislarannan nuorisotyö", "Nuorisotyö"),
    "A11": ("kaislaranta", "police", "Järvirannikon poliisilaitos, Ankkuri", "Poliisi"),
    "A12": ("kaislaranta", "school", "Rantakoulu", "Rantakoulu"),
    "A13": ("norrvik", "social", "Norrviks kommun, Individ- och familjeomsorgen", "Socialtjänsten Norrvik"),
}

RECEIVERS = {"A1", "A9", "A13"}  # where reports of concern come in


@dataclass(frozen=True)
class Part:
    """One person of the cast: their key, name, language, and posts as (agency, posts, title)."""

    key: str
    name: str
    language: str
    posts: tuple[tuple[str, tuple[Post, ...], str], ...]

    @property
    def email(self) -> str:
        """The address the person logs in with."""
        return f"{self.key}@example.org"


M, U, C = (Post.MEMBER,), (Post.MANAGER,), (Post.MEMBER, Post.CONTACT)
PEOPLE = (
    Part("mira", "Mira Ekvall", "sv", (("A1", M, "mottagningssekreterare"),)),
    Part("jonas", "Jonas Brandt", "sv", (("A2", C, "handläggare"),)),
    Part("samira", "Samira Lindqvist", "sv", (("A1", U, "enhetschef"), ("A2", U, "enhetschef"))),
    Part("petra", "Petra Holm", "sv", (("A1", C, "SSPF-samordnare"),)),
    Part("ali", "Ali Norén", "sv", (("A5", C, "områdespolis"),)),
    Part("ulrika", "Ulrika Sand", "sv", (("A3", M, "skolkurator"),)),
    Part("henrik", "Henrik Dahlberg", "sv", (("A3", (Post.MANAGER, Post.CONTACT), "rektor"),)),
    Part("leyla", "Leyla Marklund", "sv", (("A4", C, "fältassistent"),)),
    Part("tove", "Tove Rask", "sv", (("A6", C, "psykolog"),)),
    Part("karin", "Karin Öhlund", "sv", (("A7", M, "brottsförebyggande samordnare"),)),
    Part("viktor", "Viktor Asp", "sv", (("A8", C, "frivårdsinspektör"),)),
    Part("aino", "Aino Korpela", "fi", (("A9", C, "sosiaalityöntekijä"),)),
    Part("mikko", "Mikko Saarela", "fi", (("A11", C, "ylikonstaapeli"),)),
    Part("elina", "Elina Heikkinen", "fi", (("A10", C, "erityisnuorisotyöntekijä"),)),
    Part("linnea", "Linnea Sjöberg", "sv", (("A12", M, "kurator"),)),
    Part("gun", "Gun Wall", "sv", (("A7", (Post.MEMBER, Post.LAWYER), "registrator och jurist"),)),
    Part("sanna", "Sanna Ek", "sv", (("A13", C, "socialsekreterare"),)),
    Part("robert", "Robert Vinge", "sv", (("A2", M, "avhopparsamordnare"),)),
    Part("elsa", "Elsa Forsell", "sv", (("A7", (Post.MEMBER, Post.CONTROLLER), "controller"),)),
    Part("disa", "Disa Wiberg", "sv", (("A7", M, "EST-analytiker och planarkitekt"),)),
)


@dataclass
class Cast:
    """The municipalities, agencies and users by their keys."""

    municipalities: dict[str, Municipality]
    agencies: dict[str, Agency]
    users: dict[str, User]


def create(password: str | None = PASSWORD) -> Cast:
    """Store the whole cast and return it. Everybody gets ``password``; without one nobody can log in."""
    places = {key: Municipality.objects.create(**row) for key, row in MUNICIPALITIES.items()}
    agencies = {
        key: Agency.objects.create(
            municipality=places[place], kind=kind, name=name, short_name=short, receives_reports=key in RECEIVERS
        )
        for key, (place, kind, name, short) in AGENCIES.items()
    }
    secret = make_password(password)  # One and the same for all: to hash it once is enough.
    users = {part.key: _person(part, number, secret) for number, part in enumerate(PEOPLE)}
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(user=users[part.key], agency=agencies[agency], post=post.value, title=title)
        for part in PEOPLE
        for agency, posts, title in part.posts
        for post in posts
    )
    return Cast(places, agencies, users)


def _person(part: Part, number: int, secret: str) -> User:
    first, last = part.name.split(" ", 1)
    return User(
        email=part.email,
        password=secret,
        first_name=first,
        last_name=last,
        language=spoken(part.language, MUNICIPALITIES[AGENCIES[part.posts[0][0]][0]]["country"]),
        phone=f"070-17406{number + 5:02}",
    )
