from django.db import migrations
from django.db.models import Count, F, Q

# The default rule of a list as it was when this ran: priority, date of eligibility, number.


def fill(apps, schema_editor):
    entries = apps.get_model("applicants", "WaitlistEntry").objects
    batch = []
    for entry in entries.order_by("pk").iterator(chunk_size=2000):
        moment = int(entry.eligible_at.timestamp() * 1_000_000)
        entry.order_key = [entry.priority, moment, entry.application_id]
        entry.ready_since = entry.joined_at
        if entry.priority != 5:
            entry.priority_code = "other"
        if entry.state != "waiting":
            reasons = {"enrolled": "seat", "left": "left", "closed": "application"}
            entry.end_reason = reasons[entry.state]
            entry.closed_at = entry.closed_at or entry.joined_at
        batch.append(entry)
        if len(batch) == 2000:
            _save(entries, batch)
            batch = []
    _save(entries, batch)
    offers = apps.get_model("applicants", "SeatOffer").objects
    offers.exclude(state="open").filter(answered_at__isnull=False).update(ended_at=F("answered_at"))
    offers.exclude(state="open").filter(ended_at__isnull=True).update(ended_at=F("expires_at"))
    applications = apps.get_model("applicants", "Application").objects
    applications.filter(state="admitted", entries__state="waiting").update(
        interest_at=F("eligible_at")
    )
    cohorts = apps.get_model("cohorts", "Cohort").objects
    live = Count("offers", filter=Q(offers__state="open"))
    for cohort in cohorts.annotate(live=live).order_by("pk"):
        cohorts.filter(pk=cohort.pk).update(seats_on_offer=cohort.seats_taken + cohort.live)


def _save(entries, batch):
    fields = ["order_key", "ready_since", "priority_code", "end_reason", "closed_at"]
    entries.bulk_update(batch, fields, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("applicants", "0004_waitlists"),
        ("cohorts", "0003_waitlists"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
