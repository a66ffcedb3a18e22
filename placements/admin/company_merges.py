"""On the page of a company: the records that were merged into it, and the undo."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.backoffice.parts import Section, table_section
from becode.backoffice.verb import Verb, VerbForm
from placements.admin.words import day, page_of
from placements.models import Company, CompanyMerge
from placements.permissions import can_change_company
from placements.workflow.merging_companies import MOVES, undo_merge


def _live(company: Company) -> Any:
    return company.merges.filter(undone_at__isnull=True).select_related("gone")


def merged_here(company: Company) -> list[Section]:
    """What became part of this record; nothing where nothing did."""
    rows = [
        (page_of(merge.gone), day(merge.merged_at), sum(len(merge.moved[name]) for name in MOVES))
        for merge in _live(company)
    ]
    headers = [_("Record"), _("Merged"), _("Came along")]
    return [table_section(_("Records that were merged here"), headers, rows)] if rows else []


class UndoMergeForm(VerbForm):
    """Which merge to undo: the last one first."""

    merge = forms.ModelChoiceField(
        CompanyMerge.objects.none(), label=_("Record"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        merge: Any = self.fields["merge"]
        merge.queryset = _live(self.obj)
        merge.label_from_instance = lambda one: f"{one.gone} · {day(one.merged_at)}"
        merge.initial = merge.queryset.first()


UNMERGE = Verb(
    "unmerge",
    label=_("Undo a merge"),
    icon="call_split",
    quiet=True,
    form=UndoMergeForm,
    explain=_(
        "What came along goes back to its own record. What was added since stays with this company."
    ),
    done=_("These are two records again."),
    allowed=can_change_company,
    possible=lambda company: _live(company).exists(),
    run=lambda company, data, actor, at: undo_merge(merge=data["merge"], actor=actor, at=at),
)
