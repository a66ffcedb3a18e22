"""Ordinary Django forms in the clothes of the staff theme."""

from typing import Any, TypeVar

from django import forms
from django.forms.widgets import DateTimeBaseInput

Dressed = TypeVar("Dressed", bound=forms.BaseForm)

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "staff-check"),
    (forms.RadioSelect, "staff-choices"),
    (forms.CheckboxSelectMultiple, "staff-choices"),
    (forms.FileInput, "staff-file"),
    (forms.Widget, "staff-input"),
)
_TYPES: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateTimeField, "datetime-local"),
    (forms.DateField, "date"),
)


def dress(form: Dressed) -> Dressed:
    """Give each field of a form the look of the staff site, and dates the browser's own picker."""
    for field in form.fields.values():
        _dress_field(field)
    return form


def _dress_field(field: forms.Field) -> None:
    widget: Any = field.widget
    for kind, name in _CLASSES:
        if isinstance(widget, kind):
            widget.attrs["class"] = f"{widget.attrs.get('class', '')} {name}".strip()
            break
    for field_kind, input_type in _TYPES:
        if isinstance(field, field_kind) and isinstance(widget, DateTimeBaseInput):
            widget.input_type = input_type
            widget.format = "%Y-%m-%d" if input_type == "date" else "%Y-%m-%dT%H:%M"
            break
