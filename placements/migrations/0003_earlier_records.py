"""What was there before the roles of contacts and the yes of learners: docs/domain.md."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Greatest, Now

ALL_ROLES = ["manager", "signatory", "mentor", "recruiter"]


def give_roles(apps: Any, schema_editor: Any) -> None:
    """Contacts from before there were roles did everything: they go on doing so."""
    contacts = apps.get_model("placements", "CompanyContact")
    contacts.objects.filter(roles=[]).update(roles=ALL_ROLES)


def settle_old_proposals(apps: Any, schema_editor: Any) -> None:
    """Contact details of accepted ones were shared before the learner was asked: they count as
    agreed. Open ones get the time to answer that new ones have.
    """
    proposals = apps.get_model("placements", "Proposal").objects
    accepted = proposals.filter(state="accepted", learner_agreed_at__isnull=True)
    accepted.update(learner_agreed_at=F("answered_at"))
    waiting = proposals.filter(state="proposed", answer_by__isnull=True)
    waiting.update(answer_by=Greatest(F("proposed_at"), Now()) + timedelta(days=14))


class Migration(migrations.Migration):
    dependencies = [("placements", "0002_internships")]

    operations = [
        migrations.RunPython(give_roles, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(settle_old_proposals, migrations.RunPython.noop, elidable=True),
    ]
