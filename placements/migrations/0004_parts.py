from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0003_agreements"),
        ("placements", "0003_companies"),
        ("placements", "0003_internships"),
        ("placements", "0003_jobs"),
    ]

    operations = []
