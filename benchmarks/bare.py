"""The least that a post can cost: bare views, of one INSERT, or a guarded UPDATE before it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.bare_settings")

from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

TABLES = """
CREATE TABLE IF NOT EXISTS bare_cohort (id int PRIMARY KEY, seats int, taken int);
CREATE TABLE IF NOT EXISTS bare_seat (id bigserial PRIMARY KEY, cohort_id int, person_id int);
CREATE TABLE IF NOT EXISTS bare_row (id bigserial PRIMARY KEY, person_id int, at timestamptz);
"""


@csrf_exempt
def take(request: HttpRequest, cohort: int, person: int) -> HttpResponse:
    """Take a seat of this cohort for this person, if there is one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bare_cohort SET taken = taken + 1 WHERE id = %s AND taken < seats", [cohort]
        )
        if cursor.rowcount:
            cursor.execute(
                "INSERT INTO bare_seat (cohort_id, person_id) VALUES (%s, %s)", [cohort, person]
            )
    return HttpResponseRedirect("/")


@csrf_exempt
def write(request: HttpRequest, person: int) -> HttpResponse:
    """Write one row for this person."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_row (person_id, at) VALUES (%s, now())", [person])
    return HttpResponseRedirect("/")


urlpatterns = [
    path("", lambda request: HttpResponse("ready")),
    path("<int:cohort>/<int:person>/", take),
    path("<int:person>/", write),
]
application = get_wsgi_application()
