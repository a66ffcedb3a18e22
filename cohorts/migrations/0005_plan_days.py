"""Training days of cohorts that were planned before days existed."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Q
from holidays.countries import Belgium

ONE_DAY = timedelta(days=1)


def plan_days(apps, schema_editor):
    Cohort = apps.get_model("cohorts", "Cohort")
    TrainingDay = apps.get_model("cohorts", "TrainingDay")
    Closure = apps.get_model("campuses", "Closure")
    cohorts = Cohort.objects.filter(state__in=["planned", "running"], days__isnull=True)
    for cohort in cohorts.order_by("pk"):
        closures = list(
            Closure.objects.filter(
                Q(campus_id=cohort.campus_id) | Q(campus__isnull=True),
                start_on__lte=cohort.end_on,
                end_on__gte=cohort.start_on,
            )
        )
        years = range(cohort.start_on.year, cohort.end_on.year + 1)
        holidays = set(Belgium(years=years))
        days = []
        day = cohort.start_on
        while day <= cohort.end_on:
            closed = any(one.start_on <= day <= one.end_on for one in closures)
            if day.weekday() < 5 and day not in holidays and not closed:
                days.append(
                    TrainingDay(
                        cohort=cohort,
                        on=day,
                        place="home" if day.weekday() in cohort.home_weekdays else "on_site",
                        arrive_by=cohort.arrive_by,
                        lunch_from=cohort.lunch_from,
                        lunch_until=cohort.lunch_until,
                        leave_from=cohort.leave_from,
                    )
                )
            day += ONE_DAY
        TrainingDay.objects.bulk_create(days)


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0004_training"), ("campuses", "0001_initial")]

    operations = [migrations.RunPython(plan_days, migrations.RunPython.noop, elidable=True)]
