from celery import shared_task

from becode.core import clock
from becode.files.orphans import forget_orphans


@shared_task(name="files.forget_orphans")
def forget_orphaned_files() -> None:
    forget_orphans(at=clock.now())
