"""The words of the reasons that the timeline shows."""

from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applicants.enums import (
    ClosingReason,
    DeclineReason,
    EndReason,
    PassReason,
    Priority,
    PriorityReason,
    RejectionReason,
    TakenBack,
    WithdrawalReason,
)
from becode.audit.models import AuditEntry
from becode.backoffice.timeline import explain_reasons, tells

explain_reasons(RejectionReason, WithdrawalReason, DeclineReason, ClosingReason)


def _label(choices: type[models.TextChoices | models.IntegerChoices], value: object) -> str:
    """The words of a code; the code itself where it is not known any more."""
    labels = dict(zip(choices.values, choices.labels, strict=True))
    return str(labels.get(value, value or ""))


def _priority(entry: AuditEntry) -> str:
    """`Normal → First: We made a mistake before`."""
    old, new = (_label(Priority, entry.keys.get(key)) for key in ("from", "to"))
    change = f"{old} → {new}"
    reason = _label(PriorityReason, entry.reason_code)
    return f"{change}: {reason}" if reason else change


def _pause(entry: AuditEntry) -> str:
    day = date_format(date.fromisoformat(str(entry.keys["until"])), "j F Y")
    return _("Until %(day)s") % {"day": day}


# Codes of different lists may be the same word: these labels name their own list.
tells("waitlist.priority_changed", _priority)
tells("waitlist.paused", _pause)
tells("waitlist.passed_over", lambda entry: _label(PassReason, entry.reason_code))
tells("offer.withdrawn", lambda entry: _label(TakenBack, entry.reason_code))
for label in ("waitlist.left", "waitlist.closed", "waitlist.enrolled"):
    tells(label, lambda entry: _label(EndReason, entry.reason_code))
