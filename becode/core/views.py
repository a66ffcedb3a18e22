"""The way in without a language, and what machines ask."""

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

MINIMUM_FREE_BYTES = 100_000_000


@login_not_required
@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the home page in the best of our languages for their browser."""
    response = HttpResponseRedirect(f"/{translation.get_language_from_request(request)}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@login_not_required
@never_cache
@require_safe
def health_live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def health_ready(request: HttpRequest) -> JsonResponse:
    """Whether this machine can take work: database, migrations, disk. 200 or 503."""
    checks = {"database": False, "migrations": False, "disk": _disk_has_room()}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["database"] = True
        executor = MigrationExecutor(connection)
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        connection.close()
    ready = all(checks.values())
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", "checks": checks},
        status=200 if ready else 503,
    )


def _disk_has_room() -> bool:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free > MINIMUM_FREE_BYTES
    except OSError:
        return False
