"""The attendance sheet of an activity, typed into a grid or pasted as lines."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from applicants.admin.outreach import own_activity
from applicants.permissions import DECIDERS, can_change_activity
from applicants.workflow.activities import MetAnswers, meet
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import ContactField, NameField
from becode.people.models import LANGUAGES

ROWS = 15
MOST = 200
_PARTS = re.compile(r"[\t;,]")


class RowForm(forms.Form):
    """One line of the sheet; a line without name and address is an empty one."""

    name = NameField(label=gettext_lazy("Name"), longest=200, required=False)
    contact = ContactField(label=gettext_lazy("E-mail or phone"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    agreed = forms.BooleanField(label=gettext_lazy("Agreed"), required=False)

    @property
    def is_blank(self) -> bool:
        return not any(
            str(self.data.get(self.add_prefix(name)) or "").strip() for name in ("name", "contact")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "name" in cleaned and not cleaned["name"]:
            self.add_error("name", _("Please write a name."))
        if "contact" in cleaned and not cleaned["contact"]:
            self.add_error("contact", _("Please write an e-mail address or a phone number."))
        if not cleaned.get("agreed"):
            self.add_error("agreed", _("Only people who agreed may stand here."))
        return cleaned

    @property
    def answers(self) -> MetAnswers:
        data = self.cleaned_data
        return MetAnswers(name=data["name"], contact=data["contact"], language=data["language"])


@staff_page("outreach/activities/<int:key>/sheet/", name="attendance", roles=DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: StaffRequest, key: int) -> HttpResponse:
    """Good lines are kept at once; the others come back in their place with what is wrong."""
    activity = own_activity(request, key)
    if not can_change_activity(request.user, activity):
        raise PermissionDenied
    back = reverse("admin:applicants_outreachactivity_change", args=[key])
    typed = rows_of(request.POST) if request.method == "POST" else []
    forms_of_rows = [_row(number, values) for number, values in enumerate(typed)]
    good = [form for form in forms_of_rows if form.is_valid()]
    bad = [form for form in forms_of_rows if not form.is_valid()]
    if good:
        people = [form.answers for form in good]
        made = meet(
            activity=activity, people=people, actor=Actor.user(request.user), at=clock.now()
        )
        _tell(request, made=len(made), known=len(people) - len(made))
    if good and not bad:
        return HttpResponseRedirect(back)
    if request.method == "POST" and not typed:
        messages.warning(request, _("There is nothing on the sheet yet."))
    if bad:
        messages.warning(
            request,
            ngettext(
                "%(count)d line needs a look: see below.",
                "%(count)d lines need a look: see below.",
                len(bad),
            )
            % {"count": len(bad)},
        )
    # Bad lines keep their words under new numbers; empty lines follow.
    shown = [_row(number, _values(form)) for number, form in enumerate(bad)]
    language = {"language": request.user.language}
    empty = [
        dress(RowForm(prefix=f"row-{number}", initial=language))
        for number in range(len(shown), max(ROWS, len(shown)))
    ]
    context = {
        **staff_site.each_context(request),
        "title": _("Write down people"),
        "activity": activity,
        "rows": [*shown, *empty],
        "total": max(ROWS, len(shown)),
        "languages": LANGUAGES,
        "language": request.user.language,
        "back_url": back,
    }
    return TemplateResponse(request, "applicants/staff/attendance.html", context)


def rows_of(posted: Mapping[str, Any]) -> list[dict[str, str]]:
    """The lines that hold something: those of the grid, then those that were pasted."""
    total = str(posted.get("total", ""))
    count = min(int(total), MOST) if total.isdecimal() and len(total) <= 9 else 0
    rows = [
        {name: posted.get(f"row-{number}-{name}", "") for name in RowForm.base_fields}
        for number in range(count)
    ]
    everybody = "on" if posted.get("all_agreed") else ""
    language = posted.get("all_language", "")
    lines = str(posted.get("pasted", "")).replace("\x00", "").splitlines()
    rows += [pasted_row(line, language=language, agreed=everybody) for line in lines]
    return [row for row in rows if row["name"].strip() or row["contact"].strip()][:MOST]


def pasted_row(line: str, *, language: str, agreed: str) -> dict[str, str]:
    """A line such as "Amina Diallo; 0470 12 34 56; fr", its parts in any order."""
    row = {"name": "", "contact": "", "language": language, "agreed": agreed}
    codes = {code for code, _name in LANGUAGES}
    names: list[str] = []
    for part in (part.strip() for part in _PARTS.split(line)):
        if part.lower() in codes:
            row["language"] = part.lower()
        elif not row["contact"] and ("@" in part or sum(sign.isdigit() for sign in part) > 5):
            row["contact"] = part
        elif part:
            names.append(part)
    row["name"] = " ".join(names)
    return row


def _row(number: int, values: Mapping[str, str]) -> RowForm:
    prefix = f"row-{number}"
    data = {f"{prefix}-{name}": value.replace("\x00", "") for name, value in values.items()}
    return dress(RowForm(data, prefix=prefix))


def _values(form: RowForm) -> dict[str, str]:
    return {name: str(form.data.get(form.add_prefix(name)) or "") for name in form.fields}


def _tell(request: StaffRequest, *, made: int, known: int) -> None:
    if made:
        messages.success(
            request,
            ngettext(
                "%(count)d person is written down and gets the link to apply.",
                "%(count)d people are written down and get the link to apply.",
                made,
            )
            % {"count": made},
        )
    if known:
        messages.info(
            request,
            ngettext(
                "%(count)d person stood on the sheet already.",
                "%(count)d people stood on the sheet already.",
                known,
            )
            % {"count": known},
        )
