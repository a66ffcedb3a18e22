"""No field for free text of the staff site takes a national register number."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from becode.accounts.enums import Role
from becode.backoffice.base import NOT_FREE
from becode.backoffice.site import staff_site
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

BODY = 930518223
# Refused by a check of its own: only a company number of ten digits passes.
OWN_CHECK = {"placements.Company.number", "placements.Company establishment.number"}
NUMBER = f"93.05.18-223.{97 - BODY % 97:02d}"


def free_fields():
    """(where, field) of each field for free text that a colleague can write into."""
    request = RequestFactory().get("/")
    request.user = UserFactory(roles=[Role.ADMINISTRATOR])
    for model, admin in staff_site._registry.items():
        if admin.has_add_permission(request) or admin.has_change_permission(request):
            form = admin.get_form(request, None)
            for name, field in form.base_fields.items():
                yield f"{model._meta.label}.{name}", field
        for verb in getattr(admin, "verbs", ()):
            if verb.form is not None:
                for name, field in verb.form.base_fields.items():
                    yield f"{model._meta.label} {verb.key}.{name}", field


def is_free(field) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(
        field, (*NOT_FREE, forms.RegexField)
    )


def test_national_numbers_are_refused_in_every_free_text():
    taken, looked_at = [], 0
    for where, field in free_fields():
        if not is_free(field) or field.widget.is_hidden:
            continue
        looked_at += 1
        try:
            field.clean(NUMBER)
        except ValidationError:
            continue
        taken.append(where)
    assert set(taken) == OWN_CHECK
    assert looked_at > 30
