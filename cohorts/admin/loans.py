"""Loans of laptops: handed over and brought back, each signed on screen."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Section, Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import NameField, PlainTextField
from becode.core.moves import IllegalMove
from becode.people.models import Person
from cohorts.admin.cohorts import day
from cohorts.enums import RUNNING
from cohorts.models import Enrolment, Laptop, LaptopLoan
from cohorts.permissions.file import KEEPERS, can_lend, can_take_back
from cohorts.signing import read_signature, strokes_of, typed_name_of
from cohorts.workflow import laptops


class LearnerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Enrolment) -> str:  # type: ignore[override]
        return f"{obj.person.full_name} · {obj.cohort.code}"


class SignatureForm(forms.Form):
    """The condition, and a signature: drawn, or a typed name with a tick."""

    condition = PlainTextField(
        label=_("Condition"),
        longest=300,
        required=False,
        help_text=_("Scratches, what is missing, what comes along: a charger, a bag."),
    )
    strokes = forms.CharField(widget=forms.HiddenInput, required=False)
    typed = NameField(
        label=_("Name, instead of a signature"),
        required=False,
        help_text=_("Only where signing on the screen is not possible."),
    )
    agrees = forms.BooleanField(label=_("I agree with what is written above"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["signature"] = read_signature(
            strokes=cleaned.get("strokes", ""),
            typed=cleaned.get("typed", ""),
            agrees=cleaned.get("agrees", False),
        )
        return cleaned


class HandOverForm(SignatureForm):
    """To whom, too: learners of the campus who have no laptop."""

    enrolment = LearnerField(Enrolment.objects.none(), label=_("Learner"))
    field_order = ("enrolment", "condition")
    fields: dict[str, Any]

    def __init__(self, *args: Any, laptop: Laptop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lent = LaptopLoan.objects.out().values("enrolment")
        self.fields["enrolment"].queryset = (
            Enrolment.objects.filter(cohort__campus=laptop.campus_id, state__in=RUNNING)
            .exclude(pk__in=lent)
            .select_related("person", "cohort")
            .order_by("cohort__start_on", "person__sort_name", "pk")
        )


class ReturnForm(SignatureForm):
    needs_repair = forms.BooleanField(label=_("It has to be repaired"), required=False)
    field_order = ("condition", "needs_repair")


@admin.register(LaptopLoan, site=staff_site)
class LoanAdmin(VerbsMixin, StaffAdmin):
    """Who has or had a laptop."""

    view_roles = KEEPERS
    list_display = ("laptop", "person", "cohort", "handed_at", "returned_at")
    list_filter = (("returned_at", admin.EmptyFieldListFilter), "enrolment__cohort__campus")
    search_fields = ("laptop__tag", "enrolment__person__sort_name")
    ordering = ("-handed_at", "-pk")

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = (
            "laptop",
            "enrolment__person",
            "enrolment__cohort__campus",
            "handed_by",
            "returned_to",
        )
        return super().get_queryset(request).select_related(*related)

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def person(self, loan: LaptopLoan) -> str:
        return str(loan.enrolment.person)

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, loan: LaptopLoan) -> str:
        return str(loan.enrolment.cohort)

    def state_tag(self, obj: LaptopLoan) -> Tag:
        return Tag(_("Back"), "good") if obj.returned_at else Tag(_("Out"), "info")

    def timeline_person(self, obj: LaptopLoan) -> Person | None:
        person: Person = obj.enrolment.person
        return person

    def facts(self, request: StaffRequest, obj: LaptopLoan) -> list[tuple[Any, Any]]:
        laptop = reverse("admin:cohorts_laptop_change", args=[obj.laptop_id])
        learner = reverse("admin:cohorts_enrolment_change", args=[obj.enrolment_id])
        return [
            (_("Laptop"), Link(obj.laptop.tag, laptop)),
            (_("Learner"), Link(obj.enrolment.person.full_name, learner)),
            (_("Handed over"), day(clock.local_day(obj.handed_at))),
            (_("Handed over by"), str(obj.handed_by)),
            (_("Condition"), obj.hand_over_condition),
            (_("Returned"), day(clock.local_day(obj.returned_at)) if obj.returned_at else ""),
            (_("Returned to"), str(obj.returned_to or "")),
            (_("Condition at the return"), obj.return_condition),
        ]

    def sections(self, request: StaffRequest, obj: LaptopLoan) -> list[Section]:
        signed = (
            (
                _("Signature at the hand-over"),
                obj.hand_over_text,
                obj.hand_over_signature,
                obj.hand_over_sha256,
            ),
            (
                _("Signature at the return"),
                obj.return_text,
                obj.return_signature,
                obj.return_sha256,
            ),
        )
        return [_signed(*one) for one in signed if one[2]]

    def buttons(self, request: StaffRequest, obj: LaptopLoan) -> list[Button]:
        if obj.returned_at or not can_take_back(request.user, obj):
            return []
        url = reverse("admin:return_laptop", args=[obj.pk])
        return [Button(_("Take it back"), url, icon="assignment_return", primary=True)]


def _signed(title: Any, text: str, signature: str, seal: str) -> Section:
    context = {
        "text": text,
        "strokes": strokes_of(signature),
        "typed": typed_name_of(signature),
        "seal": seal,
    }
    return Section(title, "cohorts/staff/signature.html", context)


@staff_page("laptop/<int:key>/hand-over/", name="hand_over_laptop", roles=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_laptop(request: StaffRequest, key: int) -> HttpResponse:
    """Choose the learner, note the condition, let them sign."""
    found = Laptop.objects.visible_to(request.user).select_related("campus").filter(pk=key)
    laptop = found.first()
    if laptop is None:
        raise Http404
    if not can_lend(request.user, laptop):
        raise PermissionDenied
    form = HandOverForm(request.POST or None, laptop=laptop)
    if request.method == "POST" and form.is_valid():
        try:
            loan = laptops.hand_over(
                laptop=laptop,
                enrolment=form.cleaned_data["enrolment"],
                condition=form.cleaned_data["condition"],
                signature=form.cleaned_data["signature"],
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, gettext("The laptop is handed over."))
            return HttpResponseRedirect(reverse("admin:cohorts_laptoploan_change", args=[loan.pk]))
    intro = _(
        "The learner reads this and signs: “I get the laptop on loan in the condition below. I "
        "take good care of it, I tell at once when it is broken or gone, and I bring it back when "
        "my training ends.”"
    )
    back = reverse("admin:cohorts_laptop_change", args=[laptop.pk])
    title = gettext("Hand over %(laptop)s") % {"laptop": laptop.tag}
    return _page(request, form, title=title, intro=intro, back=back, submit=_("Hand over"))


@staff_page("laptop-loan/<int:key>/return/", name="return_laptop", roles=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def return_laptop(request: StaffRequest, key: int) -> HttpResponse:
    """Note the condition at the return, and let the person sign."""
    loans = LaptopLoan.objects.visible_to(request.user)
    related = ("laptop", "enrolment__person", "enrolment__cohort")
    loan = loans.select_related(*related).filter(pk=key).first()
    if loan is None:
        raise Http404
    if not can_take_back(request.user, loan):
        raise PermissionDenied
    form = ReturnForm(request.POST or None)
    back = reverse("admin:cohorts_laptoploan_change", args=[loan.pk])
    if request.method == "POST" and form.is_valid():
        try:
            laptops.take_back(
                loan=loan,
                condition=form.cleaned_data["condition"],
                signature=form.cleaned_data["signature"],
                needs_repair=form.cleaned_data["needs_repair"],
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, gettext("The laptop is back."))
            return HttpResponseRedirect(back)
    words = {"laptop": loan.laptop.tag, "name": loan.enrolment.person.full_name}
    intro = gettext("%(name)s brings the laptop back in the condition below, and signs.") % words
    title = gettext("Take %(laptop)s back") % words
    return _page(request, form, title=title, intro=intro, back=back, submit=_("Take it back"))


def _page(
    request: StaffRequest, form: forms.Form, *, title: str, intro: Any, back: str, submit: Any
) -> HttpResponse:
    context = {
        **staff_site.each_context(request),
        "title": title,
        "intro": intro,
        "form": dress(form),
        "back_url": back,
        "submit_label": submit,
    }
    return TemplateResponse(request, "cohorts/staff/sign.html", context)
