"""The field through which files come in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from becode.files import limits, store


class UploadField(forms.FileField):
    """A file of at most 5 MB; what it really is is looked at when it is kept (`store.keep`)."""

    default_error_messages = {
        "required": _("Please choose a file or take a photo."),
        "invalid": _("Please choose a file or take a photo."),
        "missing": _("Please choose a file or take a photo."),
        "empty": store.EMPTY,
    }

    def __init__(self, *, allowed: tuple[str, ...] = store.DOCUMENTS, **kwargs: Any) -> None:
        self.allowed = allowed
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        endings = [store.ENDINGS[kind] for kind in self.allowed]
        return {"accept": ",".join([*self.allowed, *endings])}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, UploadedFile) and (value.size or 0) > limits.LARGEST:
            raise ValidationError(store.TOO_LARGE, code="too_large")
