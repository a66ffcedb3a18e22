"""What is too large never fills the disk, and its form still says so."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from becode.files.forms import UploadField
from becode.files.handlers import BoundedUploadHandler
from becode.files.limits import LARGEST, MEGABYTE


def received(size: int, *, chunk: int = 65_536):
    """A file of this size as the handler leaves it."""
    handler = BoundedUploadHandler(RequestFactory().post("/"))
    handler.new_file("photo", "photo.jpg", "image/jpeg", size)
    for start in range(0, size, chunk):
        handler.receive_data_chunk(b"x" * min(chunk, size - start), start)
    return handler.file_complete(size)


def test_file_within_the_limit_is_kept_whole():
    file = received(2 * MEGABYTE)
    assert (file.size, len(file.read())) == (2 * MEGABYTE, 2 * MEGABYTE)
    file.close()


def test_file_beyond_the_limit_is_counted_and_not_kept():
    file = received(20 * MEGABYTE)
    assert file.size == 20 * MEGABYTE
    assert len(file.read()) <= LARGEST + 65_536
    file.close()


def test_field_says_that_it_is_too_large():
    file = received(6 * MEGABYTE)
    with pytest.raises(ValidationError) as refused:
        UploadField().clean(file)
    assert refused.value.code == "too_large"
    file.close()
