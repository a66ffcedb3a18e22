"""A kind of work that waits: one query, the first rows with the number of all of them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, QuerySet, Value, Window
from django.urls import reverse

from becode.backoffice.today import SHOWN, Task

Row = tuple[str, str]


def task(
    title: str,
    rows: "QuerySet[Any]",
    row: Callable[[Any], Row],
    *,
    url: str,
    urgent: bool = False,
    hint: str = "",
) -> Task:
    found = list(rows.annotate(of_all=Window(Count(Value(1))))[:SHOWN])
    count = found[0].of_all if found else 0
    items = tuple(row(record) for record in found)
    return Task(title=title, count=count, url=url, items=items, urgent=urgent, hint=hint)


def list_of(model: str, query: str = "") -> str:
    return reverse(f"admin:placements_{model}_changelist") + query


def page_of(record: Any) -> str:
    return reverse(f"admin:placements_{record._meta.model_name}_change", args=[record.pk])
