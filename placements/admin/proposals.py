from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Section, Tag, facts_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.people.models import Person
from placements.admin.forms import NoteForm, PlanForm
from placements.admin.words import day, page_of, person_page, state_tag
from placements.enums import ProposalState
from placements.forms import DeclineForm
from placements.models import Proposal
from placements.notifications.recipients import written_moment
from placements.permissions import can_change_proposal
from placements.workflow import agreeing, internships, proposals


def _waits(proposal: Proposal) -> bool:
    return proposal.state == ProposalState.PROPOSED


def _has_internship(proposal: Proposal) -> bool:
    return getattr(proposal, "internship", None) is not None


def _can_be_planned(proposal: Proposal) -> bool:
    return proposal.is_agreed and not _has_internship(proposal)


def _can_agree(proposal: Proposal) -> bool:
    return proposal.is_live and proposal.learner_agreed_at is None


def _can_be_ended(proposal: Proposal) -> bool:
    return proposal.is_live and not _has_internship(proposal)


@admin.register(Proposal, site=staff_site)
class ProposalAdmin(VerbsMixin, StaffAdmin):
    """Learners proposed to companies. The company answers; a colleague may answer for it."""

    list_display = ("learner", "position_title", "company", "state", "proposed_at", "answered_at")
    list_filter = ("state", "decline_reason", "position__campus")
    list_select_related = ("enrolment__person", "position__company")
    search_fields = ("enrolment__person__sort_name", "position__company__name", "position__title")
    ordering = ("-proposed_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "plan",
            label=_("Plan the internship"),
            icon="event",
            primary=True,
            form=PlanForm,
            explain=_(
                "The period begins with that of the cohort. We tell the learner and the company."
            ),
            done=_("The internship is planned."),
            allowed=can_change_proposal,
            possible=_can_be_planned,
            run=lambda proposal, data, actor, at: internships.plan(
                proposal=proposal, actor=actor, at=at, **data
            ),
            goes_to=lambda proposal, made: reverse(
                "admin:placements_internship_change", args=[made.pk]
            ),
        ),
        Verb(
            "accept",
            label=_("The company says yes"),
            icon="check",
            explain=_(
                "You answer for the company. The learner is told. Once both say yes, the company "
                "sees how to reach the learner."
            ),
            done=_("The company says yes."),
            allowed=can_change_proposal,
            possible=_waits,
            run=lambda proposal, data, actor, at: proposals.accept(
                proposal=proposal, actor=actor, at=at
            ),
        ),
        Verb(
            "decline",
            label=_("The company says no"),
            icon="close",
            form=DeclineForm,
            explain=_("You answer for the company. The learner is told kindly."),
            allowed=can_change_proposal,
            possible=_waits,
            run=lambda proposal, data, actor, at: proposals.decline(
                proposal=proposal, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "agree",
            label=_("The learner says yes"),
            icon="thumb_up",
            explain=_(
                "You answer for the learner, who told you so. Once both say yes, the company sees "
                "how to reach the learner."
            ),
            done=_("The learner says yes."),
            allowed=can_change_proposal,
            possible=_can_agree,
            run=lambda proposal, data, actor, at: agreeing.agree(
                proposal=proposal, actor=actor, at=at
            ),
        ),
        Verb(
            "refuse",
            label=_("The learner says no"),
            icon="thumb_down",
            form=NoteForm,
            explain=_("You answer for the learner. The company is told kindly."),
            allowed=can_change_proposal,
            possible=_can_be_ended,
            run=lambda proposal, data, actor, at: agreeing.refuse(
                proposal=proposal, why=data["note"], actor=actor, at=at
            ),
        ),
        Verb(
            "withdraw",
            label=_("Take the proposal back"),
            icon="undo",
            danger=True,
            explain=_("The company is told that this is no longer possible."),
            allowed=can_change_proposal,
            possible=_can_be_ended,
            run=lambda proposal, data, actor, at: proposals.withdraw(
                proposal=proposal, actor=actor, at=at
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Proposal]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "enrolment__person",
                "enrolment__cohort__campus",
                "enrolment__cohort__track",
                "position__company",
                "internship",
            )
        )

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def learner(self, proposal: Proposal) -> str:
        return proposal.enrolment.person.full_name

    @admin.display(description=_("Position"), ordering="position__title")
    def position_title(self, proposal: Proposal) -> str:
        return proposal.position.title

    @admin.display(description=_("Company"), ordering="position__company__name")
    def company(self, proposal: Proposal) -> str:
        return proposal.position.company.name

    def state_tag(self, obj: Proposal) -> Tag:
        return state_tag(obj)

    def timeline_person(self, obj: Proposal) -> Person:
        return obj.enrolment.person

    def facts(self, request: StaffRequest, obj: Proposal) -> list[tuple[Any, Any]]:
        facts: list[tuple[Any, Any]] = [
            (_("Learner"), person_page(obj.enrolment.person)),
            (_("Cohort"), page_of(obj.enrolment.cohort)),
            (_("Company"), page_of(obj.position.company)),
            (_("Position"), page_of(obj.position, obj.position.title)),
            (_("Proposed on"), day(obj.proposed_at)),
            (_("Answered on"), day(obj.answered_at)),
            (_("The learner agreed on"), day(obj.learner_agreed_at)),
        ]
        if _waits(obj) and obj.answer_by:
            facts.append((_("Ends by itself on"), day(obj.answer_by)))
        facts += [
            (slot.get_state_display(), f"{written_moment(slot.starts_at)}, {slot.where}")
            for slot in obj.slots.live()
        ]
        if _has_internship(obj):
            facts.append((_("Internship"), page_of(obj.internship, day(obj.internship.start_on))))
        return facts

    def sections(self, request: StaffRequest, obj: Proposal) -> list[Section]:
        sections = []
        if obj.state == ProposalState.DECLINED:
            answer = [
                (_("Reason"), obj.get_decline_reason_display()),
                (_("Explanation"), obj.decline_note),
            ]
            sections.append(facts_section(_("Why the company says no"), answer))
        profile = text_section(
            _("Profile for companies"), obj.enrolment.profile, empty=_("Not written yet.")
        )
        return [*sections, text_section(_("Our word to the company"), obj.note), profile]
