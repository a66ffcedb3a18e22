"""A running cohort with its days of March 2026, and a photo of a proof."""

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories import CohortFactory
from tests.factories_training import TrainingDayFactory

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)


def running_cohort(**fields):
    """A cohort in training, with lessons on each weekday of March 2026."""
    cohort = CohortFactory(state="running", start_on=FIRST, end_on=LAST, **fields)
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5:
            TrainingDayFactory(cohort=cohort, on=day)
        day += timedelta(days=1)
    return cohort


def photo(name="briefje.jpg"):
    """What a phone sends."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
