"""By when we say that something happens. Decided in docs/domain.md, "Reminders"."""

from datetime import date, timedelta

ANSWER_WITHIN = timedelta(days=10)


def answer_by(received_on: date) -> date:
    """The day before which an applicant hears from us."""
    return received_on + ANSWER_WITHIN
