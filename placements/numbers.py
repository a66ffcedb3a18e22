"""The Belgian company number: ten digits starting with 0 or 1, check 97 − first 8 mod 97.

Source: docs/domain.md, "Language, access, formats".
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat


def clean_company_number(value: str) -> str:
    """Ten digits from any usual spelling (BE 0123.456.749, 123456749); empty stays empty.

    Raises ValidationError when it cannot be a company number.
    """
    text = re.sub(r"[^0-9A-Za-z]", "", value)
    if not text and not value.strip():
        return ""
    digits = re.sub(r"^BE", "", text, flags=re.IGNORECASE)
    if len(digits) == 9:
        digits = "0" + digits
    if not is_company_number(digits):
        raise ValidationError(
            _("This is not a company number. Look on an invoice: ten digits, first 0 or 1."),
            code="company_number",
        )
    return digits


def spell_company_number(number: str) -> str:
    """The usual spelling: 0123.456.749."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}" if number else ""


def is_company_number(number: str) -> bool:
    """Whether ten digits pass the check."""
    return len(number) == 10 and number.isascii() and vat.is_valid(number)


def clean_establishment_number(value: str) -> str:
    """Ten digits of an establishment unit (the first from 2 to 8); empty stays empty.

    The check is that of company numbers. Raises ValidationError when it cannot be one.
    """
    digits = re.sub(r"[^0-9]", "", value)
    if not digits and not value.strip():
        return ""
    if not is_establishment_number(digits):
        raise ValidationError(
            _("This is not an establishment unit: ten digits, the first from 2 to 8."),
            code="establishment_number",
        )
    return digits


def is_establishment_number(number: str) -> bool:
    """Whether ten digits pass the check."""
    return (
        len(number) == 10
        and number.isascii()
        and number.isdecimal()
        and number[0] in "2345678"
        and 97 - int(number[:8]) % 97 == int(number[8:])
    )


def spell_establishment_number(number: str) -> str:
    """The usual spelling: 2.123.456.725."""
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}" if number else ""
