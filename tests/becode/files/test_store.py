"""What people send is looked at, kept out of reach, and given back harmless."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from becode.files import limits, store
from becode.files.models import StoredFile
from becode.files.orphans import forget_orphans

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a document"


def picture(kind="JPEG", size=(40, 30), trailer=b"", exif=None):
    out = io.BytesIO()
    image = Image.new("RGB", size, "white")
    image.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue() + trailer


def kept(name, content, at, **options):
    return store.keep(SimpleUploadedFile(name, content), at=at, **options)


def refused(name, content, at, **options):
    before = StoredFile.objects.count()
    with pytest.raises(store.Unusable) as fault:
        kept(name, content, at, **options)
    assert StoredFile.objects.count() == before
    return fault.value.sentence


def test_a_pdf_comes_back_as_it_was(at):
    file = kept("cv.pdf", PDF, at)
    assert (file.name, file.content_type, file.size) == ("cv.pdf", "application/pdf", len(PDF))
    assert store.read(file) == PDF


def test_the_content_decides_and_never_the_name(at):
    assert kept("photo.exe", picture(), at).name == "photo.jpg"
    assert refused("cv.pdf", b"MZ\x90 program", at) == store.NOT_A_DOCUMENT


def test_a_page_that_poses_as_a_photo_is_refused(at):
    polyglot = b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>"
    assert refused("me.jpg", polyglot, at) == store.NOT_A_DOCUMENT


def test_what_hides_behind_a_photo_is_gone(at):
    file = kept("me.jpg", picture(trailer=b"<script>alert(1)</script>"), at)
    assert b"script" not in store.read(file)


def test_a_photo_loses_its_place(at):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Amira"
    file = kept("me.jpg", picture(exif=exif), at)
    assert b"Amira" not in store.read(file)
    with Image.open(io.BytesIO(store.read(file))) as image:
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!doctype html><title>x</title>",
        b"GIF89a" + b"\x00" * 40,
        b"\x89PNG\r\n\x1a\nnot a picture",
        b"PK\x03\x04 not a zip",
    ],
)
def test_other_kinds_are_refused(at, content):
    assert refused("me.png", content, at) == store.NOT_A_DOCUMENT


def test_an_empty_file_and_one_that_is_too_large(at):
    assert refused("cv.pdf", b"", at) == store.EMPTY
    assert refused("cv.pdf", PDF + b"0" * (6 * limits.MEGABYTE), at) == store.TOO_LARGE


def test_a_locked_pdf_is_refused_with_its_reason(at):
    assert refused("cv.pdf", PDF + b" /Encrypt 5 0 R", at) == store.LOCKED


def test_a_picture_of_too_many_points_is_refused(at, monkeypatch):
    monkeypatch.setattr(store, "MOST_PIXELS", 1000)
    assert refused("me.png", picture("PNG"), at) == store.NOT_A_DOCUMENT


def test_a_workbook_that_unpacks_to_too_much_is_refused(at):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (41 * store.LARGEST))
    assert len(out.getvalue()) < store.LARGEST
    sentence = refused("list.xlsx", out.getvalue(), at, allowed=store.SPREADSHEETS)
    assert sentence == store.NOT_A_SHEET


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\cv.pdf", "cv.pdf"),
        ("cv\x00.pdf", "cv.pdf"),
        ("photo\u202efdp.exe", "photofdp.pdf"),
        ("", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("سيرة.pdf", "سيرة.pdf"),
    ],
)
def test_names_are_only_shown(name, shown, at):
    file = store.keep(ContentFile(PDF, name=name), at=at)
    assert "\u202e" not in file.name
    assert file.name.replace(" ", "") == shown.replace(" ", "")
    assert "/" not in file.key
    assert name == "" or name not in file.key


def test_what_is_served_no_browser_runs(at):
    response = store.serve(kept('"evil".pdf', PDF, at))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_deleting_takes_the_bytes_too(at):
    file = kept("cv.pdf", PDF, at)
    key = file.key
    store.delete(file)
    assert (StoredFile.objects.count(), default_storage.exists(key)) == (0, False)


def test_bytes_without_a_row_are_swept_after_a_day(at):
    from django.utils import timezone

    file = kept("cv.pdf", PDF, at)
    StoredFile.objects.filter(pk=file.pk).delete()
    now = timezone.now()
    forget_orphans(at=now + timedelta(hours=1))
    assert default_storage.exists(file.key) is True
    forget_orphans(at=now + timedelta(hours=25))
    assert default_storage.exists(file.key) is False


def test_a_workbook_packed_in_a_way_of_its_own_is_refused(at):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = bytearray(out.getvalue())
    content[content.index(b"PK\x01\x02") + 6] = 148  # "needs version 14.8 of zip to unpack"
    allowed = store.SPREADSHEETS
    assert refused("list.xlsx", bytes(content), at, allowed=allowed) == store.NOT_A_SHEET


def test_a_photo_whose_notes_make_no_sense_is_kept_as_it_lies(at):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Phone"
    content = bytearray(picture(exif=exif))
    maker = content.index(b"\x01\x0f\x00\x02")  # the maker's name, here said to be a number
    content[maker : maker + 4] = b"\x01\x01\x00\x02"
    file = kept("me.jpg", bytes(content), at)
    assert Image.open(io.BytesIO(store.read(file))).size == (40, 30)


def test_a_file_whose_bytes_are_gone_is_not_found(at):
    file = kept("cv.pdf", PDF, at)
    default_storage.delete(file.key)
    with pytest.raises(Http404):
        store.serve(file)
