"""Whether somebody wants questions after leaving is said by their choice of topics alone."""

from typing import Any

from django.db import migrations
from django.db.models.functions import Now


def keep_wishes(apps: Any, schema_editor: Any) -> None:
    """Who said "no more questions" before has the topic switched off."""
    questions = apps.get_model("placements", "FollowUp").objects
    unwanted = apps.get_model("messaging", "Unwanted")
    refused = questions.filter(state="opted_out").order_by("enrolment__person")
    keys = refused.values_list("enrolment__person", flat=True).distinct()
    unwanted.objects.bulk_create(
        (unwanted(person_id=key, topic="afterwards", since=Now()) for key in keys),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0005_papers_of_nothing"),
        ("messaging", "0003_steering"),
    ]

    operations = [migrations.RunPython(keep_wishes, migrations.RunPython.noop, elidable=False)]
