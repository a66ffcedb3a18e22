"""After leaving, on the staff page of a person: everything in one line of time."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.parts import Section, Tag, table_section
from becode.core import clock
from becode.people.models import Person
from placements.admin.words import day, page_of
from placements.enums import JobState
from placements.follow_up_states import standing_tag, with_standing
from placements.models import ExitForm, FollowUp, FurtherStudy, JobPlacement, OutcomeExclusion

# Who sees why somebody is left out: it may tell of an illness.
SEES_EXCLUSIONS = (Role.CAMPUS_MANAGER, Role.REPORTING)

Line = tuple[date, Any, Any, Any]


def after_leaving(person: Person, user: User) -> Section | None:
    """Exit, questions, jobs, studies, decisions, the latest first; five queries."""
    lines = [
        *_exits(person, user),
        *_questions(person, user),
        *_jobs(person, user),
        *_studies(person, user),
        *_exclusions(person, user),
    ]
    if not lines:
        return None
    lines.sort(key=lambda line: line[0], reverse=True)
    rows = [(day(on), what, words, tag) for on, what, words, tag in lines]
    headers = [_("Day"), _("What"), _("Details"), _("State")]
    return table_section(_("After leaving"), headers, rows)


def _exits(person: Person, user: User) -> list[Line]:
    rows = ExitForm.objects.visible_to(user).filter(enrolment__person=person)
    return [
        (
            form.exit_on,
            page_of(form, str(_("Form at the exit"))),
            form.get_situation_display() or "",
            Tag(_("Filed"), "good") if form.filed_at else Tag(_("Not filed"), "warning"),
        )
        for form in rows
    ]


def _questions(person: Person, user: User) -> list[Line]:
    rows = FollowUp.objects.visible_to(user).of_person(person.pk)
    return [
        (
            question.due_on,
            page_of(question, str(_("Question after %(months)d months")
                                  % {"months": question.months})),
            " · ".join(filter(None, [question.detail, question.place])),
            standing_tag(question.standing),  # type: ignore[attr-defined]
        )
        for question in with_standing(rows, on=clock.today())
    ]  # fmt: skip


def _jobs(person: Person, user: User) -> list[Line]:
    lines: list[Line] = []
    for job in JobPlacement.objects.visible_to(user).of_person(person.pk):
        facts = [
            job.function,
            job.get_contract_type_display(),
            f"{job.hours_percent}%",
            str(_("until %(day)s") % {"day": day(job.ended_on or job.end_on)})
            if job.ended_on or job.end_on
            else "",
            job.get_evidence_level_display(),
        ]
        tones: Any = {JobState.REPORTED: "warning", JobState.CONFIRMED: "good"}
        state: Any = _("Told twice") if job.same_as_id else job.get_state_display()
        tag = Tag(state, tones.get(job.state, "neutral"))
        lines.append(
            (job.start_on, page_of(job, job.employer_name), " · ".join(filter(None, facts)), tag)
        )
    return lines


def _studies(person: Person, user: User) -> list[Line]:
    return [
        (study.start_on, page_of(study, study.what), study.school, Tag(_("Study"), "info"))
        for study in FurtherStudy.objects.visible_to(user).of_person(person.pk)
    ]


def _exclusions(person: Person, user: User) -> list[Line]:
    if not user.has_role(Role.ADMINISTRATOR, *SEES_EXCLUSIONS):
        return []
    return [
        (
            clock.local_day(one.decided_at),
            page_of(one, str(_("Left out of the figures"))),
            one.get_reason_display(),
            Tag(_("Left out"), "bad"),
        )
        for one in OutcomeExclusion.objects.visible_to(user).of_person(person.pk)
    ]
