"""What each audit label of this app means, in the words of the staff site."""

from placements.labels import agreements, companies, internships, jobs, matching

LABELS = {
    **agreements.LABELS,
    **companies.LABELS,
    **internships.LABELS,
    **jobs.LABELS,
    **matching.LABELS,
}
