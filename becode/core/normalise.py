"""One form for what people type in many: names, addresses, phones, dates.

Sources: docs/domain.md, "Language, access, formats" and "Personal data".
"""

import re
import unicodedata
from datetime import date

import phonenumbers
from anyascii import anyascii

_SPACES = re.compile(r"\s+")
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\n\t"} | {0x7F: None}
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(value: str) -> str:
    """Text without NUL, control and direction-override characters, in NFC, trimmed.

    Line ends become \\n; lone surrogates are dropped.
    """
    value = value.encode("utf-8", "ignore").decode("utf-8")
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return unicodedata.normalize("NFC", _BIDI.sub("", value)).strip()


def clean_name(value: str) -> str:
    """A name on one line, with single spaces; capitals stay as typed."""
    return _SPACES.sub(" ", clean_text(value)).strip()


def sort_name(*parts: str) -> str:
    """What lists sort by: Latin letters without accents, lower case, family name first."""
    joined = " ".join(part for part in parts if part)
    return _SPACES.sub(" ", anyascii(joined).lower()).strip()[:200]


def search_pieces(*parts: str) -> list[str]:
    """The three-letter pieces of all words, in the typed script and in Latin letters, sorted.

    Words of one or two letters are kept whole.
    """
    pieces: set[str] = set()
    for part in parts:
        for text in {part.casefold(), anyascii(part).casefold()}:
            for word in re.findall(r"\w+", text):
                if len(word) < 3:
                    pieces.add(word)
                pieces.update(word[i : i + 3] for i in range(len(word) - 2))
    return sorted(pieces)


def email_key(value: str) -> str:
    """The form in which two spellings of one address are equal."""
    return clean_text(value).casefold()


def phone_e164(value: str, region: str = "BE") -> str | None:
    """A phone number in E.164, or None when it cannot be one."""
    text = clean_text(value)
    if not re.search(r"\d", text):
        return None
    if text.startswith("00"):
        text = "+" + text[2:]
    digits = re.sub(r"\D", "", text)
    # Spreadsheets drop the first zero of a Belgian mobile number.
    if not text.startswith("+") and region == "BE" and len(digits) == 9 and digits[0] == "4":
        text = "0" + digits
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_in_groups(number: str) -> str:
    """A number in E.164 as people read it out: `+32 470 12 34 56`."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def holds_national_number(text: str) -> bool:
    """Whether a text holds 11 digits that pass the check of a Belgian national number.

    What follows + or 00 is a phone number and does not count.
    Rule: docs/domain.md, "Personal data" (97 − n mod 97; prefix 2 if born from 2000).
    """
    for match in re.finditer(r"(?<![\d+])(\d(?:[ .\-/]{0,2}\d){10})(?![ .\-/]?\d)", text):
        digits = re.sub(r"\D", "", match.group(1))
        before = text[: match.start()].rstrip(" (")
        if before.endswith("+") or digits.startswith("00"):
            continue
        body, check = digits[:9], int(digits[9:])
        month = int(digits[2:4])
        if not (0 <= month <= 12 or 20 <= month <= 32 or 40 <= month <= 52):
            continue
        if int(digits[4:6]) > 31:
            continue
        if check in (97 - int(body) % 97, 97 - int("2" + body) % 97):
            return True
    return False


def age_on(day: date, born_on: date) -> int:
    """Full years between a birth and a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
