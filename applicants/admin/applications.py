from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applicants.admin import deciding as deciding_parts
from applicants.admin.deciding_forms import RejectForm
from applicants.admin.earlier import earlier_section
from applicants.admin.form_part import FORM_VERBS, form_sections
from applicants.admin.forms import (
    AdmitForm,
    JoinForm,
    NewApplicationForm,
    WithdrawForm,
)
from applicants.admin.listing import ApplicationListMixin
from applicants.admin.offering import OFFER_VERB
from applicants.admin.owning import OWNER_VERBS
from applicants.admin.selection import STEP_VERBS, step_sections
from applicants.admin.still_waiting import STILL_WAITING_VERBS
from applicants.enums import APPLICATION_MOVES, ApplicationState, OfferState
from applicants.models import Application, SeatOffer
from applicants.notifications.words import moment_in_words
from applicants.own_seat import seat_of
from applicants.permissions import DECIDERS, VIEWERS, can_decide
from applicants.touch_section import touch_section
from applicants.workflow import deciding, giving_back, waitlist
from applicants.workflow.recording import record_application
from becode.backoffice.base import StaffAdmin
from becode.backoffice.contacts import contact_log, contact_verbs
from becode.backoffice.dress import dress
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person
from becode.people.visibility import mark_seen
from cohorts.enums import EnrolmentState

OFFER_TONES: dict[str, Tone] = {OfferState.OPEN: "warning", OfferState.ACCEPTED: "good"}
LANGUAGE_NAMES = {"nl": _("Dutch"), "fr": _("French"), "en": _("English")}


def can_move_to(state: str) -> Any:
    """Whether an application may go to this state by a decision."""

    def possible(application: Application) -> bool:
        return APPLICATION_MOVES.allow(application.state, state)

    return possible


def _is_admissible(application: Application) -> bool:
    return application.state in (ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION)


def _can_join(application: Application) -> bool:
    """Admitted, and a chosen campus is left on whose list it does not stand."""
    if application.state != ApplicationState.ADMITTED:
        return False
    return application.choices.count() > len(application.waits_on)


def _gave_seat_back(application: Application) -> bool:
    if application.state != ApplicationState.ENROLLED:
        return False
    enrolment = seat_of(application)
    return enrolment is not None and enrolment.state == EnrolmentState.WITHDRAWN


def _join(application: Application, data: dict[str, Any], actor: Actor, at: Any) -> None:
    waitlist.join(application=application, campuses=data.get("campuses"), actor=actor, at=at)


def _lapse(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> str:
    deciding.lapse(application=application, actor=actor, at=at)
    return at.isoformat()


def _undo_lapse(application: Application, note: str, actor: Actor, at: datetime) -> None:
    """Open again what lapsed at that moment; raises IllegalMove where more happened since."""
    if application.decided_at != datetime.fromisoformat(note):
        raise IllegalMove
    deciding.reopen(application=application, actor=actor, at=at)


def _key(text: str) -> int:
    """The key in an address; one that no application has for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


@admin.register(Application, site=staff_site)
class ApplicationAdmin(ApplicationListMixin, VerbsMixin, StaffAdmin):
    """Applications that name one of the colleague's campuses, the latest first."""

    view_roles = VIEWERS
    add_roles = DECIDERS
    change_roles = DECIDERS
    detail_template = "applicants/staff/application.html"
    fields = ("remarks", "heard_from", "heard_from_detail")
    search_help_text = _(
        "A name in any script, the beginning of an e-mail address or the last digits of a number, "
        "or A000123"
    )
    verbs: ClassVar[list[Verb]] = [
        *STEP_VERBS,
        OFFER_VERB,
        *STILL_WAITING_VERBS,
        Verb(
            "admit",
            label=_("Mark eligible"),
            icon="check",
            form=AdmitForm,
            bulk=True,
            explain=_("The place on the waitlist counts from now."),
            allowed=can_decide,
            possible=_is_admissible,
            run=lambda obj, data, actor, at: deciding.admit(
                application=obj, wait=data["wait"], actor=actor, at=at
            ),
        ),
        Verb(
            "waitlist",
            label=_("Put on the waitlist"),
            icon="playlist_add",
            form=JoinForm,
            bulk=True,
            explain=_("The person gets a message with the place on each list."),
            allowed=can_decide,
            possible=_can_join,
            run=_join,
        ),
        *FORM_VERBS,
        Verb(
            "take-up",
            label=_("Begin the selection"),
            icon="group_search",
            bulk=True,
            allowed=can_decide,
            possible=can_move_to(ApplicationState.IN_SELECTION),
            run=lambda obj, data, actor, at: deciding.take_up(application=obj, actor=actor, at=at),
        ),
        Verb(
            "put-back",
            label=_("Back on the waitlist"),
            icon="undo",
            explain=_("The seat was given back. The person waits again, with the old date."),
            allowed=can_decide,
            possible=_gave_seat_back,
            run=lambda obj, data, actor, at: giving_back.put_back(
                application=obj, actor=actor, at=at
            ),
        ),
        Verb(
            "reject",
            label=_("Reject"),
            icon="block",
            form=RejectForm,
            danger=True,
            bulk=True,
            allowed=can_decide,
            possible=can_move_to(ApplicationState.REJECTED),
            run=lambda obj, data, actor, at: deciding.reject(
                application=obj,
                reason=data["reason"],
                text=data.get("text", ""),
                actor=actor,
                at=at,
            ),
        ),
        *deciding_parts.VERBS,
        Verb(
            "withdraw",
            label=_("Withdraw"),
            icon="logout",
            form=WithdrawForm,
            quiet=True,
            explain=_("The person stops. Places on lists, open offers and the seat become free."),
            allowed=can_decide,
            possible=can_move_to(ApplicationState.WITHDRAWN),
            run=lambda obj, data, actor, at: deciding.withdraw(
                application=obj, reason=data["reason"], actor=actor, at=at
            ),
        ),
        Verb(
            "lapse",
            label=_("Let it lapse"),
            icon="hourglass_disabled",
            quiet=True,
            bulk=True,
            explain=_("We heard nothing for too long. The person gets no message."),
            allowed=can_decide,
            possible=can_move_to(ApplicationState.LAPSED),
            run=_lapse,
            undo=_undo_lapse,
        ),
        *contact_verbs(lambda application: application.person),
        *OWNER_VERBS,
    ]

    # By hand -----------------------------------------------------------------------------

    def add_view(
        self,
        request: StaffRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Write down an application for somebody on the phone or at the desk."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewApplicationForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                application = self._record(request, form.cleaned_data)
            except IllegalMove as error:
                form.add_error(None, str(error.sentence))
            else:
                messages.success(
                    request,
                    gettext("Application %(number)s is recorded.") % {"number": application.number},
                )
                within = self.get_queryset(request).filter(pk=application.pk).exists()
                return HttpResponseRedirect(
                    self.url_of(application)
                    if within
                    else reverse("admin:applicants_application_changelist")
                )
        return self.page(
            request,
            "applicants/staff/new_application.html",
            {"form": dress(form)},
            title=gettext("New application"),
        )

    @staticmethod
    def _record(request: StaffRequest, answers: dict[str, Any]) -> Application:
        names = (
            "first_name",
            "last_name",
            "preferred_name",
            "birth",
            "email",
            "phone",
            "postcode",
            "contact_language",
            "track",
            "campuses",
            "lesson_levels",
            "heard_from",
            "motivation",
            "remarks",
        )
        return record_application(
            **{name: answers[name] for name in names},
            actor=Actor.user(request.user),
            at=clock.now(),
        )

    # One application ---------------------------------------------------------------------

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        queryset: Any = super().get_queryset(request)
        return queryset.for_lists()

    def get_object(
        self, request: StaffRequest, object_id: str, from_field: str | None = None
    ) -> Application | None:
        """With what the page shows; the list stays light."""
        found: Any = self.get_queryset(request)
        application = found.for_page().filter(pk=_key(object_id)).first()
        if application is not None:
            person = application.person
            person.all_keys = [person.pk, *application.absorbed_keys]
            mark_seen(person, user=request.user)  # who sees an application sees its person
        return application

    def facts(self, request: StaffRequest, obj: Any) -> list[tuple[Any, Any]]:
        person: Person = obj.person
        born = date_format(person.born_on, "j F Y") if person.born_on else person.birth_year
        skills = ", ".join(
            f"{LANGUAGE_NAMES.get(skill.language, skill.language)}: "
            f"{skill.get_lesson_level_display().lower()}"
            for skill in person.language_skills.all()
        )
        heard = " · ".join(
            text for text in (obj.get_heard_from_display(), obj.heard_from_detail) if text
        )
        received = obj.submitted_at and moment_in_words(obj.submitted_at)
        facts = [
            (
                _("Person"),
                Link(person.full_name, reverse("admin:people_person_change", args=[person.pk])),
            ),
            (_("Called"), person.preferred_name),
            (_("Born"), born),
            (_("Reach"), ", ".join(obj.reach)),
            (_("Language of our messages"), person.get_contact_language_display()),
            (_("Can follow a lesson"), skills),
            (_("Lives in"), f"{person.postcode} {person.municipality}".strip()),
            (_("Track"), obj.track.name),
            (_("Received"), received),
            (_("Eligible since"), obj.eligible_at and moment_in_words(obj.eligible_at)),
            (_("Heard of us through"), heard),
            (
                _("Reason"),
                obj.get_rejection_reason_display() or obj.get_withdrawal_reason_display(),
            ),
        ]
        return [(label, value) for label, value in facts if value]

    def sections(self, request: StaffRequest, obj: Any) -> list[Section]:
        sections = [
            *form_sections(obj),
            text_section(_("Motivation"), obj.motivation, empty=_("Nothing was written.")),
            self._choices(obj),
            *step_sections(obj, user=request.user),
        ]
        if obj.remarks:
            sections.append(text_section(_("Remarks of staff"), obj.remarks))
        sections += touch_section(obj.person)
        offers = SeatOffer.objects.filter(application=obj).for_lists().order_by("-offered_at")
        rows = [
            (
                Link(
                    offer.cohort.code, reverse("admin:applicants_seatoffer_change", args=[offer.pk])
                ),
                Tag(offer.get_state_display(), OFFER_TONES.get(offer.state, "neutral")),
                moment_in_words(offer.expires_at),
                offer.get_decline_reason_display(),
            )
            for offer in offers
        ]
        if rows:
            headers = [_("Cohort"), _("State"), _("Answer before"), _("Reason")]
            sections.append(table_section(_("Seat offers"), headers, rows))
        sections += earlier_section(obj)
        sections += contact_log(obj.person, request.user)
        today = clock.local_day(obj.read_at)
        sections += deciding_parts.sections_for(obj, on=today, user=request.user)
        return sections

    @staticmethod
    def _choices(application: Application) -> Section:
        entries = {entry.campus_id: entry for entry in application.waits_on}
        rows = []
        for choice in application.choices.all():
            entry = entries.get(choice.campus_id)
            place: Any = _("Not on this list")
            if entry is not None:
                address = reverse("admin:waitlist", args=[entry.campus_id, entry.track_id])
                place = Link(gettext("Number %(number)d") % {"number": entry.position}, address)
            rows.append((choice.rank, str(choice.campus), place))
        headers = [_("Choice"), _("Campus"), _("Waitlist")]
        return table_section(_("Choices of campus"), headers, rows)
