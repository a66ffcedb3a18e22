from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Section, Tag, table_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from placements.admin.forms import StaffPositionForm
from placements.admin.words import day, page_of, person_page, state_tag
from placements.enums import PositionState
from placements.forms import team_languages
from placements.models import Position, Proposal
from placements.permissions import can_change_position
from placements.workflow import positions


def _has_room(position: Position) -> bool:
    return position.state == PositionState.OPEN and position.places_taken < position.places


@admin.register(Position, site=staff_site)
class PositionAdmin(VerbsMixin, StaffAdmin):
    """What companies offer. A new one is added on the page of its company."""

    list_display = ("title", "company", "campus", "track", "places_shown", "state", "posted_at")
    list_filter = ("state", "kind", "campus", "track")
    list_select_related = ("company", "campus", "track")
    search_fields = ("title", "company__name")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "change",
            label=_("Change"),
            icon="edit",
            form=StaffPositionForm,
            explain=_("What the position says; the company sees it too."),
            done=_("The position is changed."),
            allowed=can_change_position,
            possible=lambda position: position.state != PositionState.CLOSED,
            run=lambda position, data, actor, at: positions.edit(
                position=position, actor=actor, at=at, changes=data
            ),
        ),
        Verb(
            "reopen",
            label=_("Open it again"),
            icon="lock_open",
            allowed=can_change_position,
            possible=lambda position: position.state == PositionState.CLOSED,
            run=lambda position, data, actor, at: positions.reopen(
                position=position, actor=actor, at=at
            ),
        ),
        Verb(
            "renew",
            label=_("Keep the position open"),
            icon="update",
            explain=_("It stays open for 90 days from today."),
            done=_("The position stays open."),
            allowed=can_change_position,
            possible=lambda position: position.state != PositionState.CLOSED,
            run=lambda position, data, actor, at: positions.renew(
                position=position, actor=actor, at=at
            ),
        ),
        Verb(
            "close",
            label=_("Close the position"),
            icon="lock",
            danger=True,
            explain=_("We then propose nobody for it. It can be opened again."),
            allowed=can_change_position,
            possible=lambda position: position.state != PositionState.CLOSED,
            run=lambda position, data, actor, at: positions.close(
                position=position, actor=actor, at=at
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Position]:
        return super().get_queryset(request).select_related("company", "campus", "track")

    @admin.display(description=_("Places taken"))
    def places_shown(self, position: Position) -> str:
        return f"{position.places_taken} / {position.places}"

    def state_tag(self, obj: Position) -> Tag:
        return state_tag(obj)

    def buttons(self, request: StaffRequest, obj: Position) -> list[Button]:
        if not can_change_position(request.user, obj) or not _has_room(obj):
            return []
        url = f"{reverse('admin:propose')}?position={obj.pk}"
        return [Button(_("Propose a learner"), url, "handshake")]

    def facts(self, request: StaffRequest, obj: Position) -> list[tuple[Any, Any]]:
        return [
            (_("Company"), page_of(obj.company)),
            (_("Kind"), obj.get_kind_display()),
            (_("Skills"), ", ".join(obj.skills)),
            (_("Training"), obj.track.name if obj.track else _("Every training")),
            (_("Nearest campus"), str(obj.campus)),
            (_("Where"), obj.site),
            (_("Languages of the team"), team_languages(obj.languages)),
            (_("Places taken"), self.places_shown(obj)),
            (_("From"), day(obj.start_on)),
            (_("Posted"), day(obj.posted_at)),
            (_("Open until"), day(obj.expires_on)),
        ]

    def sections(self, request: StaffRequest, obj: Position) -> list[Section]:
        proposals = (
            Proposal.objects.visible_to(request.user)
            .filter(position=obj)
            .select_related("enrolment__person")
        )
        rows = [
            (
                page_of(proposal, day(proposal.proposed_at)),
                person_page(proposal.enrolment.person),
                state_tag(proposal),
                proposal.get_decline_reason_display(),
            )
            for proposal in proposals
        ]
        headers = [_("Proposed on"), _("Learner"), _("State"), _("Reason")]
        return [
            text_section(_("What the intern will do"), obj.tasks),
            table_section(_("Proposed learners"), headers, rows, empty=_("Nobody yet.")),
        ]
