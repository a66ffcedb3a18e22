"""What each audit label of this app means, in the words of the staff site."""

from cohorts.labels import absences, calendar, check_in, cohorts, file, progress

LABELS = {
    **absences.LABELS,
    **calendar.LABELS,
    **check_in.LABELS,
    **cohorts.LABELS,
    **file.LABELS,
    **progress.LABELS,
}
