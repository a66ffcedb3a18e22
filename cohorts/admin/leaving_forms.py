"""Leaving early, asked on one page."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.backoffice.verbs import VerbForm
from becode.core import clock
from becode.core.forms import PlainTextField
from cohorts.enums import DecidedBy, LeavingReason
from cohorts.models import LaptopLoan


class TalkFields(VerbForm):
    """The talk at the end, and what came back."""

    interview_on = forms.DateField(
        label=_("Talk at the end, on"),
        required=False,
        widget=forms.DateInput(),
        help_text=_("Empty: there was none yet. You can write it down later."),
    )
    interview = PlainTextField(
        label=_("What was said"),
        longest=4000,
        lines=4,
        required=False,
        help_text=_("For colleagues. Nothing about health, origin or belief."),
    )
    badge_returned = forms.BooleanField(label=_("Badge or key is back"), required=False)
    fields: dict[str, Any]

    def clean_interview_on(self) -> date | None:
        day: date | None = self.cleaned_data["interview_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class LeaveForm(TalkFields):
    """Why, since when, who decided, and whether somebody else can have the seat."""

    on = forms.DateField(
        label=_("Left on"),
        initial=clock.today,
        widget=forms.DateInput(),
        help_text=_("From this day on we do not expect them any more."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *LeavingReason.choices])
    decided_by = forms.ChoiceField(
        label=_("Who decided"), choices=DecidedBy.choices, widget=forms.RadioSelect
    )
    decided_with = PlainTextField(label=_("Colleague who decided"), longest=120, required=False)
    seat_freed = forms.BooleanField(
        label=_("The seat is free for somebody else"),
        required=False,
        help_text=_("Possible while the group still takes people."),
    )
    field_order = ("on", "reason", "decided_by", "decided_with")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None and not self.obj.cohort.takes_people(clock.today()):
            del self.fields["seat_freed"]
        out = LaptopLoan.objects.out().select_related("laptop")
        loan = out.filter(enrolment=self.obj).first() if self.obj is not None else None
        if loan is not None:
            self.fields["badge_returned"].help_text = _(
                "The laptop %(laptop)s is still out: the next page is for taking it back."
            ) % {"laptop": loan.laptop.tag}


class ExitTalkForm(TalkFields):
    """Written later: what stands there already comes first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = getattr(self.obj, "exit", None)
        if kept is not None:
            for name in ("interview_on", "interview", "badge_returned"):
                self.fields[name].initial = getattr(kept, name)
