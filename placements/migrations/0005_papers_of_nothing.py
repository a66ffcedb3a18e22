"""Agreements that wait for signatures of an internship that was called off or broken off."""

from typing import Any

from django.db import migrations


def cancel_them(apps: Any, schema_editor: Any) -> None:
    agreements = apps.get_model("placements", "InternshipAgreement").objects
    over = agreements.filter(state="open", internship__state__in=["cancelled", "broken_off"])
    over.update(state="cancelled")


class Migration(migrations.Migration):
    dependencies = [("placements", "0004_two_companies")]

    operations = [migrations.RunPython(cancel_them, migrations.RunPython.noop, elidable=True)]
