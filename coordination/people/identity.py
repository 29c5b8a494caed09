"""Swedish and Finnish personal identity numbers: reading, checking, masking.

Sweden: personnummer and samordningsnummer (day + 60), check digit by the Luhn
rule (Skatteverket SKV 704, 707). Finland: henkilötunnus, check character from
the remainder of 31, century signs + - Y X W V U A B C D E F (DVV, reform of
2023). Test series: Skatteverket's "Testpersonnummer"; individual numbers
900-999 in Finland.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SWEDISH = re.compile(r"(?P<century>\d{2})?(?P<yy>\d{2})(?P<mm>\d{2})(?P<dd>\d{2})(?P<sep>[-+]?)(?P<serial>\d{4})")
FINNISH = re.compile(
    r"(?P<dd>\d{2})(?P<mm>\d{2})(?P<yy>\d{2})(?P<sep>[-+A-FYXWVU])(?P<serial>\d{3})(?P<check>[0-9A-Y])"
)
FINNISH_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FINNISH_CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
INVALID = _("This is not a valid identity number. Check the digits.")


@dataclass(frozen=True)
class IdentityNumber:
    """A checked number in its stored form, with the birth date it tells."""

    number: str
    birth_date: date
    country: str


def parse(text: str, country: str, *, today: date | None = None) -> IdentityNumber:
    """Read a number as people write it and return it in stored form.

    Sweden ``YYYYMMDD-NNNN``, Finland ``DDMMYYxNNNC``. Raises ValidationError.
    """
    compact = re.sub(r"\s", "", text).upper().replace("–", "-").replace("−", "-")
    return _finnish(compact) if country == "FI" else _swedish(compact, today or timezone.localdate())


def mask(number: str) -> str:
    """Return ``number`` with everything after the birth date covered."""
    if not number:
        return ""
    if number[:6].isdigit() and not number[6:7].isdigit():
        return f"{number[:6]}*****"
    return f"{number[:8]}-****"


def _swedish(text: str, today: date) -> IdentityNumber:
    match = SWEDISH.fullmatch(text)
    if not match:
        raise ValidationError(INVALID, code="identity")
    part = match.groupdict()
    digits = part["yy"] + part["mm"] + part["dd"] + part["serial"]
    if _luhn(digits) != 0:
        raise ValidationError(INVALID, code="identity")
    day = int(part["dd"]) - 60 * (int(part["dd"]) > 60)
    year = _swedish_year(part, day, today)
    born = _date(year, int(part["mm"]), day, today)
    return IdentityNumber(f"{year:04}{part['mm']}{part['dd']}-{part['serial']}", born, "SE")


def _swedish_year(part: dict, day: int, today: date) -> int:
    if part["century"]:
        return int(part["century"] + part["yy"])
    year = today.year // 100 * 100 + int(part["yy"])
    if (year, int(part["mm"]), day) > (today.year, today.month, today.day):
        year -= 100
    return year - 100 * (part["sep"] == "+")


def _finnish(text: str) -> IdentityNumber:
    match = FINNISH.fullmatch(text)
    if not match:
        raise ValidationError(INVALID, code="identity")
    part = match.groupdict()
    number = int(part["dd"] + part["mm"] + part["yy"] + part["serial"])
    if FINNISH_CHECKS[number % 31] != part["check"] or int(part["serial"]) < 2:
        raise ValidationError(INVALID, code="identity")
    year = FINNISH_CENTURIES[part["sep"]] + int(part["yy"])
    born = _date(year, int(part["mm"]), int(part["dd"]), timezone.localdate())
    return IdentityNumber(text, born, "FI")


def _luhn(digits: str) -> int:
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled) % 10


def _date(year: int, month: int, day: int, today: date) -> date:
    try:
        born = date(year, month, day)
    except ValueError as error:
        raise ValidationError(INVALID, code="identity") from error
    if born > today:
        raise ValidationError(INVALID, code="identity")
    return born
