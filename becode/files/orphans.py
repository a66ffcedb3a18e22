"""Bytes without a row: what a rolled back transaction left in the storage."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from becode.files.models import StoredFile

# A request that is still running may be about to write its row.
OLD_ENOUGH = timedelta(hours=24)


def forget_orphans(*, at: datetime) -> int:
    """Delete files older than a day that no row knows; returns how many."""
    try:
        _folders, names = default_storage.listdir("")
    except FileNotFoundError:
        return 0
    known = set(
        StoredFile.objects.filter(key__in=names).order_by("pk").values_list("key", flat=True)
    )
    gone = 0
    for name in names:
        if name not in known and default_storage.get_modified_time(name) < at - OLD_ENOUGH:
            default_storage.delete(name)
            gone += 1
    return gone
