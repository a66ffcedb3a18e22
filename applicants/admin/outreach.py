"""Outreach activities, the contacts made there, and the posters of both owners of a short link."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from applicants import poster
from applicants.admin.outreach_forms import ActivityForm, HeldForm, PhotoForm
from applicants.enums import ACTIVITY_MOVES, ActivityState
from applicants.models import OutreachActivity, OutreachContact, ReferralPartner
from applicants.notifications.words import moment_in_words
from applicants.permissions import DECIDERS, can_change_activity
from applicants.workflow import activities
from becode.backoffice.base import StaffAdmin
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verb import Button
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from becode.people.models import Person

SHOWN = 100
TONES: dict[str, Tone] = {
    ActivityState.PLANNED: "info",
    ActivityState.HELD: "good",
    ActivityState.CANCELLED: "bad",
}


def _can_move_to(state: str) -> Any:
    def possible(activity: OutreachActivity) -> bool:
        return ACTIVITY_MOVES.allow(activity.state, state)

    return possible


@admin.register(OutreachActivity, site=staff_site)
class OutreachActivityAdmin(VerbsMixin, StaffAdmin):
    """Activities of the colleague's campuses and of the whole school, the latest first."""

    form = ActivityForm
    view_roles = add_roles = change_roles = DECIDERS
    list_display = ("title", "kind", "starts_at", "shown_state", "campus", "turnout", "people")
    list_filter = ("state", "kind", "campus", "partner")
    list_select_related = ("campus", "partner", "track")
    search_fields = ("title", "place", "code")
    ordering = ("-starts_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "held",
            label=_("It took place"),
            icon="check",
            form=HeldForm,
            explain=_("How many people came, and what did it cost?"),
            done=_("The figures are kept."),
            allowed=can_change_activity,
            possible=_can_move_to(ActivityState.HELD),
            run=lambda obj, data, actor, at: activities.hold(
                activity=obj, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "photo",
            label=_("Attach the sheet"),
            icon="add_a_photo",
            form=PhotoForm,
            quiet=True,
            explain=_("A photo of the list that people signed."),
            done=_("The sheet is attached."),
            allowed=can_change_activity,
            run=lambda obj, data, actor, at: activities.keep_sheet(
                activity=obj, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "plan-again",
            label=_("Plan again"),
            icon="undo",
            quiet=True,
            explain=_("Back to planned. The number of people who came is emptied."),
            allowed=can_change_activity,
            possible=_can_move_to(ActivityState.PLANNED),
            run=lambda obj, data, actor, at: activities.plan_again(
                activity=obj, actor=actor, at=at
            ),
        ),
        Verb(
            "cancel",
            label=_("Cancel the activity"),
            icon="event_busy",
            quiet=True,
            danger=True,
            explain=_("It does not take place. Nobody gets a message."),
            allowed=can_change_activity,
            possible=_can_move_to(ActivityState.CANCELLED),
            run=lambda obj, data, actor, at: activities.cancel(activity=obj, actor=actor, at=at),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[OutreachActivity]:
        return super().get_queryset(request).annotate(met_count=Count("met"))

    def get_form(self, request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.user = request.user
        return form

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, activity: OutreachActivity) -> Tag:
        return self.state_tag(activity)

    @admin.display(description=_("Contacts made"))
    def people(self, activity: OutreachActivity) -> int:
        return activity.met_count  # type: ignore[attr-defined]

    def save_model(
        self, request: StaffRequest, obj: OutreachActivity, form: Any, change: bool
    ) -> None:
        actor, at = Actor.user(request.user), clock.now()
        facts = {name: value for name, value in form.cleaned_data.items() if name != "staff"}
        if change:
            changes = {name: value for name, value in facts.items() if name in form.changed_data}
            activities.edit_activity(activity=obj, changes=changes, actor=actor, at=at)
            return
        staff = form.cleaned_data["staff"]
        made = activities.plan_activity(facts=facts, staff=staff, actor=actor, at=at)
        obj.pk, obj.state, obj._state.adding = made.pk, made.state, False

    def state_tag(self, obj: OutreachActivity) -> Tag:
        return Tag(obj.get_state_display(), TONES.get(obj.state, "neutral"))

    def buttons(self, request: StaffRequest, obj: OutreachActivity) -> list[Button]:
        return [
            Button(_("Write down people"), reverse("admin:attendance", args=[obj.pk]), "edit_note"),
            Button(_("Poster (PDF)"), reverse("admin:activity_poster", args=[obj.pk]), "print"),
        ]

    def facts(self, request: StaffRequest, obj: OutreachActivity) -> list[tuple[Any, Any]]:
        partner = obj.partner
        colleagues = ", ".join(str(user) for user in obj.staff.order_by("name", "pk"))
        facts = [
            (_("Kind"), obj.get_kind_display()),
            (_("When"), moment_in_words(obj.starts_at)),
            (_("Until"), obj.ends_at and moment_in_words(obj.ends_at)),
            (_("Place"), obj.place),
            (_("Campus"), str(obj.campus or _("The whole school"))),
            (_("Track"), obj.track and obj.track.name),
            (
                _("Host"),
                partner
                and Link(
                    partner.name,
                    reverse("admin:applicants_referralpartner_change", args=[partner.pk]),
                ),
            ),
            (_("Colleagues"), colleagues),
            (_("Cost in euro"), number_format(obj.cost, decimal_pos=2)),
            (_("People expected"), obj.expected),
            (_("People who came"), "" if obj.turnout is None else str(obj.turnout)),
            (_("Short link"), short_address(obj)),
            (
                _("Attendance sheet"),
                obj.sheet and Link(obj.sheet.name, reverse("admin:sheet_file", args=[obj.pk])),
            ),
        ]
        return [(label, value) for label, value in facts if value not in (None, "")]

    def sections(self, request: StaffRequest, obj: OutreachActivity) -> list[Section]:
        contacts = obj.met.order_by("name", "pk")[:SHOWN]
        seen = _people_seen(request, contacts)
        rows = [(met.name, met.value, _applied(met, seen)) for met in contacts]
        headers = [_("Name"), _("E-mail or phone"), _("Applied")]
        url = (
            f"{reverse('admin:applicants_outreachcontact_changelist')}?activity__id__exact={obj.pk}"
        )
        met = table_section(
            _("Contacts made"), headers, rows, empty=_("Nobody was written down yet."), url=url
        )
        return [met, text_section(_("Notes"), obj.notes)] if obj.notes else [met]


def _people_seen(request: StaffRequest, contacts: Iterable[OutreachContact]) -> set[int]:
    """The keys of the people behind these contacts whom the colleague sees; one query."""
    keys = [contact.person_id for contact in contacts if contact.person_id]
    people = Person.objects.visible_to(request.user).filter(pk__in=keys)
    return set(people.order_by().values_list("pk", flat=True))


def _applied(contact: OutreachContact, seen: set[int]) -> Any:
    """A link to the person somebody became, within the colleague's reach; else a word."""
    if contact.person_id is None:
        return _("Not yet")
    if contact.person_id not in seen:
        return _("Yes")
    return Link(_("Yes"), reverse("admin:people_person_change", args=[contact.person_id]))


def short_address(owner: OutreachActivity | ReferralPartner) -> Link:
    path = reverse("short_link", args=[owner.code])
    return Link(path, path)


@admin.register(OutreachContact, site=staff_site)
class OutreachContactAdmin(StaffAdmin):
    """Everybody who left a name; written down on the page of an activity."""

    view_roles = DECIDERS
    list_display = ("name", "value", "language", "activity", "partner", "agreed_at", "has_applied")
    list_filter = ("campus", "language", "activity")
    list_select_related = ("activity", "partner", "campus")
    search_fields = ("name", "value")
    ordering = ("-agreed_at", "-pk")
    fields = (
        "name",
        "kind",
        "value",
        "language",
        "activity",
        "partner",
        "campus",
        "agreed_at",
    )

    @admin.display(description=_("Applied"), boolean=True)
    def has_applied(self, contact: OutreachContact) -> bool:
        return contact.person_id is not None


def own_activity(request: StaffRequest, key: int) -> OutreachActivity:
    """Raises Http404 outside the colleague's scope."""
    found = OutreachActivity.objects.visible_to(request.user).filter(pk=key)
    activity = found.select_related("campus", "partner", "sheet").first()
    if activity is None:
        raise Http404
    return activity


@staff_page("outreach/activities/<int:key>/poster/", name="activity_poster", roles=DECIDERS)
@require_safe
def activity_poster(request: StaffRequest, key: int) -> HttpResponse:
    activity = own_activity(request, key)
    back = reverse("admin:applicants_outreachactivity_change", args=[key])
    return _poster(request, activity, back)


@staff_page("outreach/partners/<int:key>/poster/", name="partner_poster", roles=DECIDERS)
@require_safe
def partner_poster(request: StaffRequest, key: int) -> HttpResponse:
    partner = ReferralPartner.objects.visible_to(request.user).filter(pk=key).first()
    if partner is None:
        raise Http404
    return _poster(request, partner, reverse("admin:applicants_referralpartner_change", args=[key]))


def _poster(
    request: StaffRequest, owner: OutreachActivity | ReferralPartner, back: str
) -> HttpResponse:
    """The PDF, or back to the record with the reason in words."""
    try:
        content = poster.poster_of(owner)
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(back)
    response = HttpResponse(content, content_type="application/pdf")
    name = slugify(str(owner))[:60] or owner.code
    response["Content-Disposition"] = f'attachment; filename="poster-{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page("outreach/activities/<int:key>/sheet/file/", name="sheet_file", roles=DECIDERS)
@require_safe
def sheet_file(request: StaffRequest, key: int) -> HttpResponse:
    """The photo of the sheet, to save."""
    activity = own_activity(request, key)
    if activity.sheet is None:
        raise Http404
    return cast(HttpResponse, store.serve(activity.sheet))  # streams, else the same
