"""Forms of the staff verbs about jobs, studies, and people who left."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from becode.files.forms import UploadField
from placements.enums import (
    AtExit,
    ContractType,
    DiscardReason,
    EvidenceLevel,
    ExclusionReason,
    FollowUpAnswer,
)
from placements.forms import DayField
from placements.isco import COMMON
from placements.models import Company, JobEvidence, JobPlacement

LEVELS = [choice for choice in EvidenceLevel.choices if choice[0] != EvidenceLevel.NONE]
CHOICE_ERRORS = {"required": CHOOSE, "invalid_choice": CHOOSE}
EXAMPLE = _("For example: contract of 3 March, seen by Mieke.")


class Suggesting(forms.TextInput):
    """A text with suggestions under it; anything else may be typed."""

    template_name = "placements/staff/suggesting.html"

    def __init__(self, *, suggestions: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = listed
        return context | {"suggestions": self.suggestions, "list_id": listed}


class IscoField(forms.CharField):
    """One to four digits of ISCO-08."""

    default_validators: ClassVar = [
        RegexValidator(r"\A[0-9]{1,4}\Z", _("Please write one to four numbers, for example 2513."))
    ]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("ISCO group"))
        kwargs.setdefault("help_text", _("One to four digits: 25 and 35 are digital work."))
        kwargs.setdefault("required", False)
        widget = Suggesting(
            suggestions=COMMON, attrs={"inputmode": "numeric", "autocomplete": "off"}
        )
        super().__init__(widget=widget, **kwargs)


class JobForm(forms.Form):
    """A job of somebody: at a partner company, or an employer by name."""

    company = forms.ModelChoiceField(
        label=_("Partner company"),
        queryset=Company.objects.none(),
        required=False,
        empty_label=_("No partner of ours"),
        error_messages={"invalid_choice": CHOOSE},
    )
    employer_name = PlainTextField(
        label=_("Employer"),
        help_text=_("Only when it is no partner company."),
        longest=150,
        required=False,
    )
    function = PlainTextField(label=_("Function"), longest=120)
    isco_group = IscoField()
    contract_type = forms.ChoiceField(
        label=_("Contract"),
        choices=[("", _("Choose a contract")), *ContractType.choices],
        error_messages=CHOICE_ERRORS,
    )
    hours_percent = forms.IntegerField(
        label=_("Working time in %"),
        min_value=1,
        max_value=100,
        initial=100,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Please write a number."),
            "min_value": _("Please write a number from 1 to 100."),
            "max_value": _("Please write a number from 1 to 100."),
        },
    )
    start_on = DayField(label=_("First day"))
    end_on = DayField(label=_("Last day, if it was agreed"), required=False)
    by_school = forms.BooleanField(label=_("Hired by the school itself"), required=False)
    may_ask_employer = forms.BooleanField(
        label=_("The person agrees that we ask the employer"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["company"]
        field.queryset = self.companies()

    def companies(self) -> Any:
        return Company.objects.visible_to(self.user).active().order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_wrong = self.has_error("company") or self.has_error("employer_name")
        if not (is_wrong or cleaned.get("company") or cleaned.get("employer_name")):
            self.add_error("employer_name", _("Choose a company, or write the employer's name."))
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        return cleaned


class NewJobForm(JobForm):
    """A job that a colleague records, with the evidence they have seen."""

    another = forms.BooleanField(
        label=_("It is another job than the one that is recorded already"), required=False
    )
    evidence_level = forms.ChoiceField(
        label=_("Evidence"), choices=EvidenceLevel.choices, initial=EvidenceLevel.NONE
    )
    evidence_note = PlainTextField(
        label=_("What is the evidence?"), help_text=EXAMPLE, longest=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        level = cleaned.get("evidence_level")
        if level not in (None, EvidenceLevel.NONE) and not cleaned.get("evidence_note"):
            self.add_error("evidence_note", _("Write down what the evidence is."))
        return cleaned


class _OwnFacts(JobForm, VerbForm):
    """Begins with what is known; the employer as the person wrote it stays readable."""

    def __init__(self, *args: Any, obj: Any, user: User, **kwargs: Any) -> None:
        job: JobPlacement = obj
        first = {name: getattr(job, name) for name in JobForm.base_fields}
        if not job.start_is_known:
            del first["start_on"]
        self.job = job
        super().__init__(*args, obj=obj, user=user, **{"initial": first, **kwargs})

    def companies(self) -> Any:
        """The job's own company may be chosen, also where it rests or works elsewhere."""
        seen = super().companies().order_by().values("pk")
        rows = Company.objects.filter(Q(pk__in=seen) | Q(pk=self.job.company_id))
        return rows.order_by("name", "pk")


class ConfirmJobForm(_OwnFacts):
    """What was told, completed by the colleague who looked at it."""


class CorrectJobForm(_OwnFacts):
    reason = PlainTextField(label=_("Why do you change it?"), longest=300)


class DiscardForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[one for one in DiscardReason.choices if one[0] != DiscardReason.ANSWER_CHANGED],
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )


class SameJobForm(VerbForm):
    same_as = forms.ModelChoiceField(
        label=_("Which one is kept?"),
        queryset=JobPlacement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=CHOICE_ERRORS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = JobPlacement.objects.visible_to(self.user).standing()
        field: Any = self.fields["same_as"]
        field.queryset = others.of_person(self.obj.person_id).exclude(pk=self.obj.pk)
        field.label_from_instance = lambda job: f"{job.employer_name} · {job.start_on:%d/%m/%Y}"


class EvidenceForm(forms.Form):
    level = forms.ChoiceField(
        label=_("How sure are we?"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    note = PlainTextField(label=_("What is the evidence?"), help_text=EXAMPLE, longest=300)
    upload = UploadField(label=_("Photo or file"), required=False)


class JudgeForm(VerbForm):
    """A file that came in: which one, and what it proves."""

    evidence = forms.ModelChoiceField(
        label=_("Which file?"),
        queryset=JobEvidence.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=CHOICE_ERRORS,
    )
    level = forms.ChoiceField(
        label=_("How sure are we?"),
        choices=[*LEVELS, ("refuse", _("It proves nothing"))],
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    note = PlainTextField(
        label=_("What is the evidence?"), help_text=EXAMPLE, longest=300, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["evidence"]
        field.queryset = self.obj.evidence.to_look_at().select_related("file")
        field.initial = field.queryset.first()
        field.label_from_instance = lambda row: f"{row.file} · {row.get_sent_by_display()}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("level") not in (None, "refuse") and not cleaned.get("note"):
            self.add_error("note", _("Write down what the evidence is."))
        return cleaned


class DigitalForm(forms.Form):
    note = PlainTextField(
        label=_("Which tasks are digital?"),
        help_text=_("For example: builds the web shop, two days of five."),
        longest=300,
        lines=3,
    )


class EndJobForm(forms.Form):
    end_on = DayField(label=_("Last day"))


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("What did the person say?"),
        choices=FollowUpAnswer.choices,
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )


class StudyForm(forms.Form):
    what = PlainTextField(label=_("What do they study?"), longest=150)
    school = PlainTextField(label=_("Where?"), longest=150, required=False)
    start_on = DayField(label=_("First day"))
    end_on = DayField(label=_("Last day, if it is known"), required=False)
    evidence_level = forms.ChoiceField(
        label=_("Evidence"), choices=EvidenceLevel.choices, initial=EvidenceLevel.NONE
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        return cleaned


class CorrectStudyForm(StudyForm, VerbForm):
    def __init__(self, *args: Any, obj: Any, user: User, **kwargs: Any) -> None:
        first = {name: getattr(obj, name) for name in StudyForm.base_fields}
        super().__init__(*args, obj=obj, user=user, **{"initial": first, **kwargs})


class ExclusionForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[one for one in ExclusionReason.choices if one[0] != ExclusionReason.ERASED],
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    evidence = PlainTextField(
        label=_("How do we know?"),
        help_text=_("Name the paper, not the illness. Example: letter of 3 March."),
        longest=300,
    )


class ExitOnBehalfForm(VerbForm):
    situation = forms.ChoiceField(
        label=_("What did they do on the day they left?"),
        choices=AtExit.choices,
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    detail = PlainTextField(label=_("What and where?"), longest=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["situation"].initial = self.obj.situation
        self.fields["detail"].initial = self.obj.detail
