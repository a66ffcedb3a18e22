"""What each audit label of this app means, in the words of the staff site."""

from applicants.labels import (
    applications,
    deciding,
    form,
    importing,
    lists,
    outreach,
    steps,
    waiting,
)

LABELS = {
    **applications.LABELS,
    **outreach.LABELS,
    **form.LABELS,
    **importing.LABELS,
    **steps.LABELS,
    **deciding.LABELS,
    **lists.LABELS,
    **waiting.LABELS,
}
