"""A learner's absences: the count with every step, telling us of one, sending a proof."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import CHOOSE, PlainTextField
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.forms import UploadField
from becode.people.models import Person
from becode.portal.access import PersonRequest, everyday_page, is_fresh, person_required
from cohorts.counting import standing_of
from cohorts.counting_words import hours_and_minutes, number_of_absences, percent, steps_of
from cohorts.enums import RUNNING, AbsenceKind, AbsenceState, DayPart, EnrolmentState, ProofKind
from cohorts.models import Absence, AbsenceProof, Attestation, Enrolment
from cohorts.my.own import gave_seat_back, seatless_page
from cohorts.notifications.absences import until_in_words
from cohorts.workflow import absences as workflow

FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
WRONG_DAY = gettext_lazy("Please write the day like this: 31/12/2026.")
# So many of one's own absences are shown, the earlier ones folded away.
SHOWN = 5
CHOICE_ERRORS = {"required": CHOOSE, "invalid_choice": CHOOSE}


def _day_field(**given: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        input_formats=FORMATS,
        error_messages={"invalid": WRONG_DAY, "required": gettext_lazy("Please choose a day.")},
        **given,
    )


class AbsenceForm(forms.Form):
    """What a learner tells us, with a photo where they have one already."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happens?"),
        choices=AbsenceKind.choices,
        initial=AbsenceKind.AWAY,
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    first_on = _day_field(label=gettext_lazy("First day"))
    last_on = _day_field(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Only if it is more than one day."),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Which part of the day?"),
        choices=DayPart.choices,
        initial=DayPart.DAY,
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    proof_kind = forms.ChoiceField(
        label=gettext_lazy("What can you show?"),
        choices=ProofKind.choices,
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    words = PlainTextField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "A few words are enough. You do not have to say what illness it is."
        ),
        longest=500,
        lines=3,
        required=False,
    )
    file = UploadField(
        label=gettext_lazy("Photo of your proof"),
        help_text=gettext_lazy(
            "A photo (JPG or PNG) or a PDF, at most 5 MB. You can also send it later."
        ),
        required=False,
    )

    @property
    def last_day(self) -> date:
        """The last day; where nothing was written, the first one."""
        last: date | None = self.cleaned_data["last_on"]
        first: date = self.cleaned_data["first_on"]
        return last or first


class ProofForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("Photo or file"),
        help_text=gettext_lazy("A photo (JPG or PNG) or a PDF, at most 5 MB."),
    )


def my_training(person: Person) -> Enrolment | None:
    """The training that somebody follows, or followed last; None before the first day."""
    found: Enrolment | None = (
        Enrolment.objects.filter(person=person, started_on__isnull=False)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .select_related("person", "cohort__campus", "cohort__track")
        .order_by("-started_on", "-pk")
        .first()
    )
    return found


def can_send(absence: Absence, *, at: datetime) -> bool:
    """Whether the learner can still send a proof."""
    return absence.state == AbsenceState.PENDING and at < absence.proof_due_at


@everyday_page
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """My count with its steps, my absences, my months."""
    at, enrolment = clock.now(), my_training(request.person)
    if enrolment is None and gave_seat_back(request.person):
        return seatless_page(request)
    context: dict[str, Any] = {"enrolment": enrolment}
    if enrolment is not None:
        standing = standing_of([enrolment], at)[enrolment.pk]
        own = Absence.objects.filter(enrolment__person=request.person)
        absences = list(own.prefetch_related("proofs").order_by("-first_on", "-pk"))
        months = Attestation.objects.filter(
            enrolment__person=request.person, file__isnull=False
        ).select_related("enrolment__cohort")
        context |= {
            "number": number_of_absences(standing.halves),
            "missed": hours_and_minutes(standing.missed),
            "percent": percent(standing.permille),
            "open": hours_and_minutes(standing.open) if standing.open else "",
            "steps": steps_of(standing),
            "absences": absences,
            "folds": [part for part in (absences[:SHOWN], absences[SHOWN:]) if part],
            "months": sorted(months.current(), key=lambda one: one.month, reverse=True),
            "is_over": enrolment.state not in RUNNING,
            "may_tell": enrolment.state == EnrolmentState.IN_TRAINING,
        }
    return render(request, "cohorts/my/absences.html", context)


@everyday_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Tell us of an absence, before or after it."""
    at, enrolment = clock.now(), my_training(request.person)
    if enrolment is None or enrolment.state != EnrolmentState.IN_TRAINING:
        messages.info(request, _("You are not in a training now."))
        return redirect("cohorts:my:absences")
    form = AbsenceForm(initial={"first_on": clock.local_day(at)})
    if request.method == "POST":
        form = AbsenceForm(request.POST, request.FILES)
        if form.is_valid():
            filed = _filed(request, enrolment, form, at=at)
            if filed is not None:
                messages.success(request, _("Thank you for telling us. We wrote it down."))
                if is_fresh(request, at=at):
                    return redirect("cohorts:my:absence", filed.pk)
                return redirect("cohorts:my:absences")
    return render(request, "cohorts/my/new_absence.html", {"form": form})


def _filed(
    request: PersonRequest, enrolment: Enrolment, form: AbsenceForm, *, at: datetime
) -> Absence | None:
    """File it with its photo, both or neither; what is wrong is said at the form."""
    data, actor = form.cleaned_data, Actor.person(request.person)
    try:
        with transaction.atomic():
            filed = workflow.file_absence(
                enrolment=enrolment,
                kind=data["kind"],
                first_on=data["first_on"],
                last_on=form.last_day,
                part=data["part"],
                proof_kind=data["proof_kind"],
                words=data["words"],
                actor=actor,
                at=at,
            )
            if data["file"]:
                file = store.keep(data["file"], at=at)
                workflow.add_proof(absence=filed, file=file, actor=actor, at=at)
    except store.Unusable as error:
        form.add_error("file", str(error.sentence))
        return None
    except IllegalMove as error:
        form.add_error("first_on", str(error.sentence))
        return None
    return filed


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: PersonRequest, pk: int) -> HttpResponse:
    """One absence, and a further proof for it."""
    at, found = clock.now(), _own(request, pk)
    form = ProofForm()
    if request.method == "POST":
        form = ProofForm(request.POST, request.FILES)
        if form.is_valid() and _sent(request, found, form, at=at):
            messages.success(request, _("Thank you! We have your proof and look at it."))
            return redirect("cohorts:my:absence", found.pk)
    context = {
        "absence": found,
        "form": form,
        "proofs": found.proofs.select_related("file"),
        "can_send": can_send(found, at=at),
        "until": until_in_words(found.proof_due_at),
        "can_take_back": found.state == AbsenceState.PENDING,
        "needs_proof": found.proof_kind != ProofKind.DECLARATION,
    }
    return render(request, "cohorts/my/absence.html", context)


def _sent(request: PersonRequest, found: Absence, form: ProofForm, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            file = store.keep(form.cleaned_data["file"], at=at)
            actor = Actor.person(request.person)
            workflow.add_proof(absence=found, file=file, actor=actor, at=at)
    except (store.Unusable, IllegalMove) as error:
        form.add_error("file", str(error.sentence))
        return False
    return True


@person_required
@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    try:
        workflow.withdraw(absence=found, actor=Actor.person(request.person), at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("You took this absence back."))
    return redirect("cohorts:my:absences")


@person_required  # type: ignore[arg-type]
@require_safe
def proof(request: PersonRequest, pk: int) -> FileResponse:
    """Their own proof back, as an attachment."""
    own = AbsenceProof.objects.filter(absence__enrolment__person=request.person)
    return store.serve(get_object_or_404(own.select_related("file"), pk=pk).file)


@person_required  # type: ignore[arg-type]
@require_safe
def month(request: PersonRequest, pk: int) -> FileResponse:
    """Their own attestation of a month."""
    own = Attestation.objects.filter(enrolment__person=request.person).select_related("file")
    found = get_object_or_404(own, pk=pk)
    if found.file is None:
        raise Http404
    return store.serve(found.file)


def _own(request: PersonRequest, pk: int) -> Absence:
    """One of this person's absences; another's number answers 404 like a missing one."""
    own = Absence.objects.filter(enrolment__person=request.person)
    related = own.select_related("enrolment__cohort__campus", "enrolment__person")
    return get_object_or_404(related, pk=pk)
