"""A colleague writes to learners of a cohort, in their own words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.messages.enums import MessageState
from becode.messages.recipients import recipients_of
from cohorts.models import Cohort, Enrolment
from cohorts.notifications.progress import CohortMessage


@transaction.atomic
def write_to_learners(
    *,
    cohort: Cohort,
    learners: Sequence[Enrolment],
    words: Mapping[str, tuple[str, str]],
    token: str,
    actor: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Send one message to each learner; returns how many leave, and how many nobody can reach.

    `words` maps a language to its subject and text. `token` names this message: the same one
    again sends nothing to who has it already. Raises IllegalMove where a language has no words
    or a learner is of another cohort.
    """
    if any(learner.cohort_id != cohort.pk for learner in learners):
        raise IllegalMove
    if any(learner.person.contact_language not in words for learner in learners):
        raise IllegalMove(_("The message has no text in a language of these learners."))
    recipients = recipients_of(learner.person for learner in learners)
    made = []
    for learner in sorted(learners, key=lambda one: one.pk):
        title, text = words[learner.person.contact_language]
        made += send(
            CohortMessage(learner, title=title, text=text),
            at=at,
            dedupe=token,
            recipients=recipients[learner.person_id],
        )
    unreached = sum(message.state == MessageState.FAILED for message in made)
    if made:
        record(
            "cohort.message_sent",
            subject=cohort,
            actor=actor,
            at=at,
            keys={"learners": len(made), "unreached": unreached},
        )
    return len(made) - unreached, unreached
