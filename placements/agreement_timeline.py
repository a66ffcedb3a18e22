"""What the lines of the timeline about agreements say beside their label."""

from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.backoffice.timeline import leads_to, tells
from placements.enums import Party
from placements.labels.agreements import LABELS


def _party(entry: AuditEntry) -> str:
    return str(dict(Party.choices).get(entry.reason_code, ""))


def _page(entry: AuditEntry) -> str:
    return reverse("admin:placements_internshipagreement_change", args=[entry.subject_key])


for one in ("agreement.signed", "agreement.asked_again", "agreement.sent_again"):
    tells(one, _party)
for label in LABELS:
    if not label.startswith("agreement.scan_"):
        leads_to(label, _page)
