from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import AfterDecline, Criterion
from applicants.order import check_criteria
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove

RANKS = tuple(range(1, len(Criterion) + 1))
# What each rank is called; there are as many as criteria.
NAMES = (_("First"), _("Then"), _("Then"), _("Then"), _("Then"), _("Then"))


class PolicyForm(forms.Form):
    """The rule of a list: one criterion for each rank, empty ranks after the last."""

    after_decline = forms.ChoiceField(
        label=_("After a no to a seat"),
        choices=AfterDecline.choices,
        widget=forms.RadioSelect,
    )
    remark = PlainTextField(
        label=_("Why this rule?"),
        longest=300,
        lines=3,
        help_text=_("Colleagues read it with the rule. Nothing about one person."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rank in RANKS:
            self.fields[f"rank_{rank}"] = forms.ChoiceField(
                label=NAMES[rank - 1],
                choices=[("", "—"), *Criterion.choices],
                required=rank == 1,
                error_messages={"required": _("Choose what comes first.")},
            )
        self.order_fields([f"rank_{rank}" for rank in RANKS])

    @classmethod
    def initial_of(cls, criteria: tuple[str, ...], after_decline: str) -> dict[str, str]:
        """What the form shows of a rule."""
        ranks = {f"rank_{rank}": one for rank, one in enumerate(criteria, start=1)}
        return {**ranks, "after_decline": after_decline}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(name.startswith("rank_") for name in self.errors):
            return cleaned
        chosen = [cleaned[f"rank_{rank}"] for rank in RANKS if cleaned[f"rank_{rank}"]]
        try:
            cleaned["criteria"] = check_criteria(chosen)
        except IllegalMove as error:
            self.add_error(None, str(error.sentence))
        return cleaned
