from datetime import date
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section
from becode.backoffice.pausing import PausableMixin, pause_verbs
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person
from cohorts.admin.cohort_parts import cohort_buttons
from cohorts.admin.day_buttons import day_buttons
from cohorts.admin.forms import FreedSeatsForm, PlanCohortForm, SeatsForm
from cohorts.calendar import CohortDates
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.permissions.cohorts import PLANNERS, VIEWERS, can_free_seat, can_plan, can_run
from cohorts.permissions.progress import can_see_day
from cohorts.workflow import cohorts, first_days

COHORT_TONES: dict[str, Tone] = {
    CohortState.PLANNED: "info",
    CohortState.RUNNING: "good",
    CohortState.INTERNSHIP: "good",
    CohortState.CANCELLED: "bad",
}
ENROLMENT_TONES: dict[str, Tone] = {
    EnrolmentState.ENROLLED: "info",
    EnrolmentState.IN_TRAINING: "good",
    EnrolmentState.ON_INTERNSHIP: "good",
    EnrolmentState.GRADUATED: "good",
    EnrolmentState.LEFT: "bad",
}


def day(value: Any) -> str:
    return date_format(value, "j N Y") if value else ""


def dates_in_words(dates: CohortDates) -> list[tuple[Any, str]]:
    """The computed dates as facts."""
    facts = [
        (_("First day"), date_format(dates.start_on, "l j F Y")),
        (_("Last training day"), date_format(dates.end_on, "l j F Y")),
        (_("Training days lost to closures, given back at the end"), str(dates.lost)),
    ]
    if dates.internship_start_on and dates.internship_end_on:
        period = f"{day(dates.internship_start_on)} – {day(dates.internship_end_on)}"
        facts.append((_("Internship"), period))
    return facts


@admin.register(Cohort, site=staff_site)
class CohortAdmin(PausableMixin, StaffAdmin):
    """The groups, the next ones first; planning one computes its dates."""

    view_roles = VIEWERS
    add_roles = PLANNERS
    list_display = ("code", "track", "campus", "start_on", "end_on", "free", "shown_state")
    list_filter = ("state", "campus", "track")
    list_select_related = ("track", "campus")
    search_fields = ("code",)
    search_help_text = _("A part of the code")
    ordering = ("-start_on", "code", "pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "start",
            label=_("Start the training"),
            icon="play_arrow",
            explain=_("Everybody who has a seat is in training from the first day on."),
            allowed=can_run,
            possible=lambda cohort: (
                cohort.state == CohortState.PLANNED and cohort.start_on <= clock.today()
            ),
            run=lambda obj, data, actor, at: cohorts.start_cohort(cohort=obj, actor=actor, at=at),
        ),
        Verb(
            "internship",
            label=_("Send on internship"),
            icon="work_history",
            explain=_("The training is over. Everybody who is still in it goes on internship."),
            allowed=can_run,
            possible=lambda cohort: cohort.state == CohortState.RUNNING,
            timely=lambda cohort: cohort.end_on <= clock.today(),
            run=lambda obj, data, actor, at: cohorts.send_cohort_on_internship(
                cohort=obj, actor=actor, at=at
            ),
        ),
        Verb(
            "complete",
            label=_("Complete"),
            icon="flag",
            explain=_("Everybody has graduated or left. The cohort is closed."),
            allowed=can_run,
            possible=lambda cohort: cohort.state in (CohortState.RUNNING, CohortState.INTERNSHIP),
            timely=lambda cohort: cohort.last_on <= clock.today(),
            run=lambda obj, data, actor, at: cohorts.complete_cohort(
                cohort=obj, actor=actor, at=at
            ),
        ),
        Verb(
            "seats",
            label=_("Change the seats"),
            icon="event_seat",
            form=SeatsForm,
            quiet=True,
            explain=_("With fewer seats, the latest open offers are taken back at once."),
            allowed=can_plan,
            possible=lambda cohort: cohort.state == CohortState.PLANNED,
            run=lambda obj, data, actor, at: cohorts.change_seats(
                cohort=obj, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "freed-seats",
            label=_("Freed seats"),
            icon="low_priority",
            form=FreedSeatsForm,
            quiet=True,
            explain=_("What happens when somebody with an offer or a seat gives it back."),
            allowed=can_plan,
            possible=lambda cohort: cohort.state in (CohortState.PLANNED, CohortState.RUNNING),
            run=lambda obj, data, actor, at: cohorts.set_cascade(
                cohort=obj, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "cancel",
            label=_("Call off"),
            icon="cancel",
            danger=True,
            explain=_("Open offers are taken back. People keep their place on the waitlist."),
            allowed=can_plan,
            possible=lambda cohort: cohort.state == CohortState.PLANNED,
            run=lambda obj, data, actor, at: cohorts.cancel_cohort(cohort=obj, actor=actor, at=at),
        ),
        *pause_verbs(can_run),
    ]

    # The list ----------------------------------------------------------------------------

    @admin.display(description=_("Seats free"))
    def free(self, cohort: Cohort) -> str:
        return f"{cohort.seats_free} / {cohort.seats}"

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, cohort: Cohort) -> Tag:
        return self.state_tag(cohort)

    # Planning ----------------------------------------------------------------------------

    def add_view(
        self,
        request: StaffRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Ask for the first day, show the dates on request, plan the cohort."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PlanCohortForm(request.POST or None, user=request.user)
        preview = None
        if request.method == "POST" and form.is_valid():
            try:
                if "preview" in request.POST:
                    preview = dates_in_words(form.dates())
                else:
                    return self._plan(request, form)
            except IllegalMove as error:
                form.add_error("start_on", str(error.sentence))
        return self.page(
            request,
            "cohorts/staff/plan.html",
            {"form": dress(form), "preview": preview},
            title=gettext("Plan a cohort"),
        )

    def _plan(self, request: StaffRequest, form: PlanCohortForm) -> HttpResponse:
        cohort = cohorts.plan_cohort(
            actor=Actor.user(request.user), at=clock.now(), **form.cleaned_data
        )
        messages.success(
            request,
            gettext("%(code)s is planned. The training ends on %(day)s.")
            % {"code": cohort.code, "day": date_format(cohort.end_on, "j F Y")},
        )
        return HttpResponseRedirect(self.url_of(cohort))

    # One cohort --------------------------------------------------------------------------

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("track", "campus")

    def timeline_person(self, obj: Cohort) -> Person | None:
        return None

    def state_tag(self, obj: Cohort) -> Tag:
        return Tag(obj.get_state_display(), COHORT_TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: Cohort) -> list[tuple[Any, Any]]:
        internship = (
            f"{day(obj.internship_start_on)} – {day(obj.internship_end_on)}"
            if obj.internship_start_on
            else ""
        )
        return [
            (_("Track"), obj.track.name),
            (_("Campus"), str(obj.campus)),
            (_("First day"), date_format(obj.start_on, "l j F Y")),
            (_("Last training day"), date_format(obj.end_on, "l j F Y")),
            (_("Internship"), internship),
            (_("Seats taken"), f"{obj.seats_taken} / {obj.seats}"),
            (_("Hours to answer an offer"), obj.offer_hours),
            (_("Offers and enrolments at most"), obj.ceiling),
            (_("Seats on offer, those taken included"), obj.seats_on_offer),
            (
                _("A freed seat"),
                _("goes to the next person by itself") if obj.cascades else _("shows in Today"),
            ),
            (_("Last day to offer seats"), date_format(obj.last_offer_day, "l j F Y")),
        ]

    def buttons(self, request: StaffRequest, obj: Cohort) -> list[Button]:
        made = []
        if can_see_day(request.user, obj):
            page = reverse("admin:cohort_page", args=[obj.pk])
            made.append(Button(_("Page of the day"), page, icon="today"))
        if obj.takes_people(clock.today()) and can_plan(request.user, obj):
            # Offers are of the app above: only the address of their page is known here.
            fill = reverse("admin:fill_cohort", args=[obj.pk])
            made.append(Button(_("Offer seats"), fill, icon="event_seat", primary=True))
        calendar = reverse("admin:cohort_calendar", args=[obj.pk])
        made.append(Button(_("Calendar"), calendar, icon="calendar_month"))
        made += day_buttons(request.user, obj)
        made += cohort_buttons(request.user, obj)
        return made

    @staticmethod
    def _missing(
        request: StaffRequest, cohort: Cohort, enrolment: Enrolment, *, on: date
    ) -> Link | str:
        """On the first days: one tap to say that somebody did not come."""
        enrolment.cohort = cohort  # read already
        if not first_days.may_be_missing(enrolment, cohort, on=on):
            return ""
        if not can_free_seat(request.user, enrolment):
            return ""
        page = reverse("admin:cohorts_enrolment_do", args=[enrolment.pk, "no-show"])
        return Link(gettext("Did not come"), page)

    def sections(self, request: StaffRequest, obj: Cohort) -> list[Section]:
        today = clock.today()
        rows: list[tuple[Any, ...]] = [
            (
                Link(
                    enrolment.person.full_name,
                    reverse("admin:cohorts_enrolment_change", args=[enrolment.pk]),
                ),
                Tag(
                    enrolment.get_state_display(),
                    ENROLMENT_TONES.get(enrolment.state, "neutral"),
                ),
                day(clock.local_day(enrolment.enrolled_at)),
                day(enrolment.graduated_on or enrolment.left_on),
                self._missing(request, obj, enrolment, on=today),
            )
            for enrolment in Enrolment.objects.roster(obj.pk)
        ]
        headers = [_("Name"), _("State"), _("Seat since"), _("Finished")]
        if any(row[-1] for row in rows):
            headers.append(_("First days"))
        else:
            rows = [row[:-1] for row in rows]
        learners = reverse("admin:cohorts_enrolment_changelist")
        return [
            table_section(
                _("Learners"),
                headers,
                rows,
                empty=_("Nobody has a seat yet."),
                url=f"{learners}?cohort__id__exact={obj.pk}",
            )
        ]
