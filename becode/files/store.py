"""The one way in and out for files that people send.

Rules (docs/domain.md, "Attacks to refuse"): the content decides what a file is, never its name;
at most 5 MB; pictures are drawn anew, which drops their place data and anything hidden behind
them; a random key outside the web root; out as an attachment that no browser runs.
"""

import hashlib
import io
import struct
import unicodedata
import zipfile
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from becode.core.normalise import clean_name
from becode.core.sealing import new_token
from becode.files.limits import LARGEST
from becode.files.models import StoredFile

# A phone's photo has 12 to 50 million points; more is a bomb, or of no use to read.
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 2400

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
ENDINGS: Final = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", XLSX: ".xlsx", CSV: ".csv"}
DOCUMENTS: Final = (PDF, JPEG, PNG)
SPREADSHEETS: Final = (XLSX, CSV)


class Unusable(Exception):
    """A file that is not taken; `sentence` says why, for people."""

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


TOO_LARGE = _("This file is too large: at most 5 MB. A photo of the page is enough.")
EMPTY = _("This file is empty.")
NOT_A_DOCUMENT = _("We can open photos (JPG or PNG) and PDF files. Please send one of these.")
NOT_A_SHEET = _("We can open Excel workbooks (.xlsx) and .csv files. Please send one of these.")
LOCKED = _("This PDF is locked with a password. Please send one that is open, or a photo.")


def keep(
    upload: UploadedFile | ContentFile, *, at: datetime, allowed: tuple[str, ...] = DOCUMENTS
) -> StoredFile:
    """Look at a file and keep it; raises Unusable. The caller's transaction holds the row.

    Where that transaction is rolled back, the bytes stay behind without a row: harmless, and
    `forget_orphans` takes them away.
    """
    if (upload.size or 0) > LARGEST:
        raise Unusable(TOO_LARGE)
    content = upload.read()
    if not content:
        raise Unusable(EMPTY)
    content_type = _kind_of(content, allowed)
    if content_type in (JPEG, PNG):
        content, content_type = _drawn_anew(content)
    key = f"{new_token()}{ENDINGS[content_type]}"
    default_storage.save(key, ContentFile(content))
    return StoredFile.objects.create(
        key=key,
        name=shown_name(upload.name or "", content_type),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
    )


def read(file: StoredFile) -> bytes:
    """The bytes of a file; raises FileNotFoundError."""
    with default_storage.open(file.key, "rb") as handle:
        content: bytes = handle.read()
    return content


def serve(file: StoredFile) -> FileResponse:
    """A file as an attachment that a browser saves and never runs. The caller has asked whether
    this visitor may have it. Raises Http404 where the bytes are gone."""
    try:
        content = read(file)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        io.BytesIO(content),  # small, and no file stays open where the answer is not read
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def delete(file: StoredFile) -> None:
    """Delete a file with its bytes."""
    default_storage.delete(file.key)
    file.delete()


def shown_name(name: str, content_type: str) -> str:
    """A name to show and to save under: no folders, no marks that turn the text around."""
    plain = clean_name(name).replace("\\", "/")
    stem = PurePosixPath(plain).stem.strip(". ")
    kept = "".join(sign for sign in stem if unicodedata.category(sign)[0] in "LMN" or sign in " -_")
    return f"{kept[:80].strip() or 'file'}{ENDINGS[content_type]}"


def _kind_of(content: bytes, allowed: tuple[str, ...]) -> str:
    refusal = NOT_A_SHEET if allowed == SPREADSHEETS else NOT_A_DOCUMENT
    if content.startswith(b"%PDF-") and PDF in allowed:
        if b"/Encrypt" in content:
            raise Unusable(LOCKED)
        return PDF
    if content.startswith(b"\xff\xd8\xff") and JPEG in allowed:
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n") and PNG in allowed:
        return PNG
    if content.startswith(b"PK\x03\x04") and XLSX in allowed:
        if _is_workbook(content):
            return XLSX
        raise Unusable(refusal)
    if CSV in allowed and b"\x00" not in content[:4096] and not content.startswith((b"<", b"%PDF")):
        return CSV
    raise Unusable(refusal)


def _is_workbook(content: bytes) -> bool:
    """Whether a zip file is a workbook that unpacks to a size we can read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            whole = sum(entry.file_size for entry in archive.infolist())
            return "xl/workbook.xml" in archive.namelist() and whole < 40 * LARGEST
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False  # broken, or packed in a way that nobody uses


def _drawn_anew(content: bytes) -> tuple[bytes, str]:
    """A picture's points alone, upright and at most 2400 wide, as a JPEG."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unusable(NOT_A_DOCUMENT)
            upright = _upright(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=85)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Unusable(NOT_A_DOCUMENT) from error
    except Image.DecompressionBombError as error:
        raise Unusable(NOT_A_DOCUMENT) from error
    return out.getvalue(), JPEG


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as its camera noted; as it lies where those notes make no sense."""
    try:
        return ImageOps.exif_transpose(picture)
    except (TypeError, LookupError, ArithmeticError, struct.error):
        return picture
