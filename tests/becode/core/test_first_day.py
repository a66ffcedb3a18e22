"""French writes the first of a month otherwise, wherever a date is printed."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from placements.papers.show import day

FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("fr", "j F Y", "1er décembre 2026"),
        ("fr", "l j F", "mardi 1er décembre"),
        ("fr", "j N", "1er déc."),
        ("fr", "SHORT_DATE_FORMAT", "1er déc. 2026"),
        ("fr", "j", "1"),
        ("fr", "d/m/Y", "01/12/2026"),
        ("fr", r"\j F", "j décembre"),
        ("nl", "j F Y", "1 december 2026"),
        ("en", "j F Y", "1 December 2026"),
    ],
)
def test_the_first_of_a_month(language, form, written):
    with translation.override(language):
        assert date_format(FIRST, form) == written
        page = Template("{{ day|date:form }}").render(Context({"day": FIRST, "form": form}))
        assert page == written


@pytest.mark.parametrize("number", [2, 11, 21, 31])
def test_other_days_are_numbers(number):
    with translation.override("fr"):
        assert date_format(date(2026, 12, number), "j F") == f"{number} décembre"


def test_moments_and_papers_too():
    late = localtime(datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
    with translation.override("fr"):
        assert date_format(late, "j F Y, H:i") == "1er décembre 2026, 00:30"
        assert day("2026-12-01") == "1er décembre 2026"
