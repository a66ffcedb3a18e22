"""PDF files that can be kept for decades and read aloud: PDF/A-2a and PDF/UA-1.

Every word goes into the page as data, never as markup: a name with signs of the page language
prints as it was typed.
"""

import typst
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.core.moves import IllegalMove

# What the error of the printer says where the letters of a text are missing.
_NO_LETTERS = "could not be displayed"


class CannotPrint(IllegalMove):
    """A text that cannot be set; `sentence` says why, for people."""

    sentence: str | Promise = _("The PDF could not be made. Please tell us.")


class NoLetters(CannotPrint):
    """A text has signs of which we have no letters: another alphabet, or pictures."""

    sentence = _("The PDF cannot print this text. Please write it in Latin letters.")


def pdf(template: str, data: dict[str, str]) -> bytes:
    """Set a typst source; it reads its texts as `sys.inputs.<name>`.

    Raises NoLetters where the fonts lack a sign of the data, CannotPrint for anything else.
    """
    try:
        compiled: bytes = typst.compile(
            template.encode(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs=data,
            pdf_standards=["a-2a", "ua-1"],
        )
    except RuntimeError as error:  # what the printer raises for whatever it cannot set
        raise (NoLetters if _NO_LETTERS in str(error) else CannotPrint) from error
    return compiled
