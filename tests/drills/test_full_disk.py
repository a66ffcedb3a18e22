"""A disk that is full: a clean error, no row that points at a missing file, readiness red."""

import resource
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from becode.files import store
from becode.files.models import StoredFile
from tests.factories_outreach import OutreachActivityFactory

pytestmark = [pytest.mark.drill, pytest.mark.django_db]

SHEET = b"%PDF-1.7 sheet " + b"x" * 300_000


@contextmanager
def full_disk():
    """A folder in which nothing more can be written: a small file system that is full, where root
    may mount one; else this process may write no byte more to any file, which is an error of the
    same family. Yields the folder and a function that makes room.
    """
    with tempfile.TemporaryDirectory(prefix="becode-full-", dir="/tmp") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder]
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        print("\n  a full file system" if mounted else "\n  no byte more for this process")
        try:
            yield Path(folder), _fill(Path(folder)) if mounted else _write_no_more()
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=True)


def _fill(folder):
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 65_536)
    return filler.unlink


def _write_no_more():
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def sheet_of(signed_in, amina, brussels):
    """A function that sends the form of an activity with its sheet, and the activity."""
    activity = OutreachActivityFactory(campus=brussels)
    client = signed_in(amina)
    client.raise_request_exception = False
    form = reverse("admin:applicants_outreachactivity_do", args=[activity.pk, "held"])

    def send():
        photo = SimpleUploadedFile("sheet.pdf", SHEET)
        return client.post(form, {"turnout": 12, "cost": "80.50", "photo": photo})

    return send, activity, client


def test_a_full_disk_is_a_clean_error_and_leaves_no_row(settings, sheet_of):
    send, activity, client = sheet_of
    with full_disk() as (folder, make_room):
        settings.DATA_DIR = folder
        files = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        }
        settings.STORAGES = settings.STORAGES | {"default": files}
        try:
            answer = send()
            ready = client.get("/health/ready")
        finally:
            make_room()
        assert (answer.status_code, b"Traceback" in answer.content) == (500, False)
        assert StoredFile.objects.count() == 0
        activity.refresh_from_db()
        assert activity.state == "planned"
        assert (ready.status_code, ready.json()["checks"]["disk"]) == (503, False)

        assert send().status_code == 302
        assert store.read(StoredFile.objects.get()) == SHEET
        print(f"  answered {answer.status_code}, readiness {ready.status_code}; no row, no change")
