"""How uploads reach us: no more of a file is kept than the largest that we take."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from becode.files import limits


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to disk up to the limit and only counts what follows.

    The form then says that the file is too large, and the disk was never in danger.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= limits.LARGEST:
            super().receive_data_chunk(raw_data, start)
