"""On the page of a person: who it may be the same as, what was merged into it, and the undo."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.backoffice.parts import Link, Section, table_section
from becode.backoffice.timeline import leads_to
from becode.backoffice.verb import Verb, VerbForm
from becode.core.clock import local_day
from becode.people.duplicates import Pair, candidates_for
from becode.people.merging import undo_merge
from becode.people.models import Person, PersonMerge
from becode.people.permissions import MERGERS, can_merge


def address_of(pair: Pair) -> str:
    """The page where two records stand side by side."""
    return reverse("admin:duplicate", args=[pair.person.pk, pair.other.pk])


def reasons_in_words(pair: Pair) -> str:
    return ". ".join(str(reason.label) for reason in pair.reasons)


def might_be(person: Person, user: User) -> list[Section]:
    """Records that may be this person, for those who may say so."""
    if not user.has_role(Role.ADMINISTRATOR, *MERGERS):
        return []
    rows = [
        (
            Link(pair.other.full_name, address_of(pair)),
            pair.other.year_of_birth or "",
            reasons_in_words(pair),
        )
        for pair in candidates_for(person, user=user)
    ]
    headers = [_("Name"), _("Born in"), _("Why")]
    return [table_section(_("Might be the same as"), headers, rows)] if rows else []


def merged_here(person: Person) -> list[Section]:
    """Records that became part of this one, and the kinds of rows that could not come along."""
    live = PersonMerge.objects.live().filter(kept=person).select_related("absorbed", "merged_by")
    rows = [
        (
            merge.absorbed.full_name,
            date_format(local_day(merge.merged_at), "j N Y"),
            str(merge.merged_by or ""),
            sum(len(keys) for keys in merge.moved.values()),
            ", ".join(_kind(name) for name in merge.settled.get("left", {})),
        )
        for merge in live
    ]
    headers = [_("Record"), _("Merged"), _("By"), _("Came along"), _("Stayed, because it is twice")]
    return [table_section(_("Records that were merged here"), headers, rows)] if rows else []


def _kind(name: str) -> str:
    """The words of a table and column that a merge names."""
    from django.apps import apps

    label = name.rsplit(".", 1)[0]
    return str(apps.get_model(label)._meta.verbose_name_plural)


class UndoMergeForm(VerbForm):
    """Which merge to undo: the last one first."""

    merge = forms.ModelChoiceField(
        label=_("Record"),
        queryset=PersonMerge.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        merge: Any = self.fields["merge"]
        merge.queryset = PersonMerge.objects.live().filter(kept=self.obj).select_related("absorbed")
        merge.label_from_instance = _merge_in_words
        merge.initial = merge.queryset.first()


def _merge_in_words(merge: PersonMerge) -> str:
    return f"{merge.absorbed.full_name} · {date_format(local_day(merge.merged_at), 'j N Y')}"


UNDO = Verb(
    "unmerge",
    label=_("Undo a merge"),
    icon="call_split",
    quiet=True,
    form=UndoMergeForm,
    explain=_(
        "What came along goes back to its own record. What was added since stays with this person."
    ),
    done=_("These are two records again."),
    allowed=lambda user, person: can_merge(user, person),
    possible=lambda person: PersonMerge.objects.live().filter(kept=person).exists(),
    run=lambda obj, data, actor, at: undo_merge(merge=data["merge"], actor=actor, at=at),
)


def _undo_page(entry: AuditEntry) -> str:
    return reverse("admin:people_person_do", args=[entry.person_key, UNDO.key])


leads_to("person.merged", _undo_page)
