"""What each track asks of everybody who follows it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from applicants.enums import DocumentKind, RuleKind
from applicants.models import EligibilityRule
from applicants.permissions import VIEWERS
from becode.accounts.enums import Role
from becode.backoffice.base import StaffAdmin
from becode.backoffice.site import staff_site
from becode.people.enums import LessonLevel

OLDEST = 99


class RuleForm(forms.ModelForm):
    document_kind = forms.ChoiceField(
        label=_("Which document"), choices=[("", "—"), *DocumentKind.choices], required=False
    )

    class Meta:
        model = EligibilityRule
        fields = (
            "track",
            "kind",
            "parameter",
            "text_nl",
            "text_fr",
            "text_en",
            "needs_proof",
            "document_kind",
            "position",
            "is_active",
        )

    def clean(self) -> dict[str, Any]:
        """An age is a number, a level one of those that people choose from, the rest is empty."""
        cleaned = super().clean() or self.cleaned_data
        kind, parameter = cleaned.get("kind"), (cleaned.get("parameter") or "").strip()
        cleaned["parameter"] = parameter
        if kind == RuleKind.MINIMUM_AGE:
            if not (parameter.isdecimal() and 0 < int(parameter) <= OLDEST):
                self.add_error("parameter", _("Write the age in years."))
        elif kind == RuleKind.LANGUAGE_LEVEL:
            if parameter not in (LessonLevel.YES, LessonLevel.A_LITTLE):
                self.add_error("parameter", _("Write “yes” or “a_little”."))
        elif parameter:
            self.add_error("parameter", _("Leave this empty for this kind of rule."))
        return cleaned


@admin.register(EligibilityRule, site=staff_site)
class EligibilityRuleAdmin(StaffAdmin):
    """Rules are put out of use, never deleted: checks stay. None is about who somebody is."""

    view_roles = VIEWERS
    add_roles = (Role.CAMPUS_MANAGER,)
    change_roles = (Role.CAMPUS_MANAGER,)
    form = RuleForm
    list_display = ("words", "track", "kind", "parameter", "needs_proof", "is_active")
    list_filter = ("track", "kind", "is_active")
    list_select_related = ("track",)
    ordering = ("track__code", "position", "pk")

    @admin.display(description=_("rule"))
    def words(self, rule: EligibilityRule) -> str:
        return rule.words
