"""Organisation numbers of Swedish companies and associations."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NUMBER = re.compile(r"(?:16)?(\d{6})[-–−]?(\d{4})")
INVENTED = "000000-0000"  # The company of the demonstration: invalid on purpose.


def parse(text: str) -> str:
    """Read an organisation number as people write it and return it as ``NNNNNN-NNNN``; nothing stays nothing.

    Ten digits with the check digit of Skatteverket (SKV 709). The month's place of a personal identity number
    holds at least 20 in it, so that a sole trader's number, which is the person's own, is refused. The number of the
    demonstration is taken on a machine that runs it only. Raises ValidationError.
    """
    compact = re.sub(r"\s", "", text)
    if not compact:
        return ""
    match = NUMBER.fullmatch(compact)
    if not match:
        raise ValidationError(_("An organisation number has ten digits, such as 556677-8899."), code="organisation")
    number = f"{match[1]}-{match[2]}"
    if number == INVENTED and settings.LOCAL:
        return number
    if int(number[2:4]) < 20:
        raise ValidationError(
            _("This is not the number of a company or an association. For a sole trader leave it empty."),
            code="person",
        )
    if _sum(match[1] + match[2]) % 10:
        raise ValidationError(_("The organisation number is not right. Check the digits."), code="organisation")
    return number


def _sum(digits: str) -> int:
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled)
