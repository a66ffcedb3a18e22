"""What somebody does on the day they leave, asked for four weeks and not after that.

docs/domain.md, "Jobs and questions after leaving"; Regulation (EU) 2021/1057, Annex I: results on
leaving are taken up to four weeks after it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.core.moves import IllegalMove
from placements.enums import AtExit
from placements.models import ExitForm
from placements.querysets.job import EXIT_FORM_OPEN

TOO_LATE = _("This form is closed: more than four weeks went by. Thank you all the same.")


def is_fileable(form: ExitForm, *, at: datetime) -> bool:
    """Within four weeks after the exit; until then what was filed may be changed, too."""
    day = local_day(at)
    return form.exit_on <= day <= form.exit_on + EXIT_FORM_OPEN


@transaction.atomic
def file_exit_form(
    *,
    form: ExitForm,
    situation: str,
    actor: Actor,
    at: datetime,
    detail: str = "",
    by_colleague: bool = False,
) -> None:
    """The situation on the day of leaving; filing again within the four weeks corrects it.

    Raises IllegalMove after the four weeks.
    """
    locked = ExitForm.objects.select_for_update().get(pk=form.pk)
    if not is_fileable(locked, at=at):
        raise IllegalMove(TOO_LATE)
    was_filed = locked.filed_at is not None
    locked.situation, locked.detail = AtExit(situation), detail.strip()
    locked.filed_at, locked.by_colleague = at, by_colleague
    locked.save(update_fields=["situation", "detail", "filed_at", "by_colleague"])
    form.situation, form.detail = locked.situation, locked.detail
    form.filed_at, form.by_colleague = at, by_colleague
    record(
        "exit_form.corrected" if was_filed else "exit_form.filed",
        subject=locked,
        person_key=locked.enrolment.person_id,
        actor=actor,
        at=at,
        reason_code=situation,
    )
