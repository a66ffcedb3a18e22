"""Proposals, internships, jobs and follow-ups on the staff page of a person."""

from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.parts import Link, Section, table_section
from becode.backoffice.person_page import person_section
from becode.people.models import Person
from cohorts.models import Enrolment
from placements.admin.words import day, page_of, state_tag
from placements.models import Internship, Proposal
from placements.person_after import after_leaving
from placements.staff_links import after_leaving_buttons, propose_button


@person_section
def _work(person: Person, user: User) -> list[Section]:
    enrolments = list(
        Enrolment.objects.visible_to(user)
        .filter(person=person)
        .select_related("cohort")
        .order_by("pk")
    )
    if not enrolments:
        return []
    return [
        section
        for section in (
            _next_steps(enrolments, user),
            _proposals(person, user),
            _internships(person, user),
            after_leaving(person, user),
        )
        if section is not None
    ]


def _next_steps(enrolments: list[Enrolment], user: User) -> Section | None:
    rows = [
        (enrolment.cohort.code, Link(button.label, button.url))
        for enrolment in enrolments
        for button in (
            *propose_button(enrolment, user=user),
            *after_leaving_buttons(enrolment, user=user),
        )
    ]
    if not rows:
        return None
    return table_section(_("What you can do for a place or a job"), [_("Cohort"), _("Do")], rows)


def _proposals(person: Person, user: User) -> Section | None:
    proposals = (
        Proposal.objects.visible_to(user)
        .filter(enrolment__person=person)
        .select_related("position__company")
    )
    rows = [
        (
            page_of(proposal, day(proposal.proposed_at)),
            proposal.position.company.name,
            proposal.position.title,
            state_tag(proposal),
        )
        for proposal in proposals
    ]
    headers = [_("Proposed on"), _("Company"), _("Position"), _("State")]
    return table_section(_("Proposed to companies"), headers, rows) if rows else None


def _internships(person: Person, user: User) -> Section | None:
    internships = (
        Internship.objects.visible_to(user)
        .filter(enrolment__person=person)
        .select_related("company")
    )
    rows = [
        (
            page_of(internship, day(internship.start_on)),
            day(internship.ended_on or internship.end_on),
            internship.company.name,
            state_tag(internship),
        )
        for internship in internships
    ]
    headers = [_("First day"), _("Last day"), _("Company"), _("State")]
    return table_section(_("Internships"), headers, rows) if rows else None
