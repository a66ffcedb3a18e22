"""The page of one record: facts, sections, timeline, and the legal verbs as buttons.

An admin class declares what may be done with its records; pages, forms, confirmation, scope
and plain error sentences come from here::

    class ApplicationAdmin(VerbsMixin, StaffAdmin):
        verbs = [
            Verb(
                "admit",
                label=_("Mark eligible"),
                icon="check",
                allowed=can_admit,
                possible=lambda application: application.state == "submitted",
                run=lambda obj, data, actor, at: admit(application=obj, actor=actor, at=at),
            ),
            Verb("reject", label=_("Reject"), form=RejectForm, danger=True, …),
        ]

        def facts(self, request, obj): return [(_("Track"), str(obj.track)), …]
        def sections(self, request, obj): return [table_section(_("Choices"), headers, rows)]

What follows from it:

- `/staff/<app>/<model>/<pk>/change/` shows the record read-only, with its verbs as buttons.
  Colleagues with `change_roles` get a button to `…/<pk>/edit/`, the ordinary form.
- `…/<pk>/do/<verb>/` asks (form or confirmation); only its POST acts. An illegal or stale move
  comes back as a plain sentence. Wrong role: 403; outside the scope or unknown: 404.
- A verb with `bulk=True` is an action of the list too, with a page that names the records.

A page of its own extends `backoffice/detail.html` and is named in `detail_template`.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from becode.backoffice import timeline
from becode.backoffice.dress import dress
from becode.backoffice.parts import Section, Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.undo import keep_run
from becode.backoffice.verb import Button, Text, Verb, VerbForm
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person

if TYPE_CHECKING:
    from becode.backoffice.base import StaffAdmin

    Base = StaffAdmin
else:
    Base = object  # it stands before StaffAdmin in the list of bases

BULK_LIMIT = 200


class VerbsMixin(Base):
    """For a StaffAdmin: the record's page and its verbs. See the module's text."""

    verbs: ClassVar[Sequence[Verb]] = ()
    detail_template: ClassVar[str] = "backoffice/detail.html"

    # What subclasses say of a record -----------------------------------------------------

    def facts(self, request: StaffRequest, obj: Any) -> list[tuple[Text, Any]]:
        """(label, value) pairs; a value may be a text, a `Link` or a `Tag`; empty ones show –."""
        return []

    def sections(self, request: StaffRequest, obj: Any) -> list[Section]:
        """The parts under the facts, in reading order."""
        return []

    def timeline_person(self, obj: Any) -> Person | None:
        """Whose timeline the page shows; None: what was done with this record."""
        person = getattr(obj, "person", None)
        return person if isinstance(person, Person) else None

    def state_tag(self, obj: Any) -> Tag | None:
        """The tag beside the title: the state, where the record has one."""
        display = getattr(obj, "get_state_display", None)
        return Tag(display()) if display else None

    def buttons(self, request: StaffRequest, obj: Any) -> list[Button]:
        """Further pages about this record, after the verbs."""
        return []

    def verbs_for(self, request: StaffRequest, obj: Any) -> list[Verb]:
        """The verbs this colleague may use on this record now."""
        return [
            verb for verb in self.verbs if verb.allowed(request.user, obj) and verb.possible(obj)
        ]

    # Addresses ---------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("do/<slug:key>/", wrap(self.bulk_verb_view), name=self._name("bulk")),
            path("<path:object_id>/do/<slug:key>/", wrap(self.verb_view), name=self._name("do")),
            path("<path:object_id>/edit/", wrap(self.edit_view), name=self._name("edit")),
        ]
        return [*own, *super().get_urls()]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def url_of(self, obj: Any) -> str:
        """The record's page."""
        return reverse(f"admin:{self._name('change')}", args=[obj.pk])

    def url_of_list(self, obj: Any) -> str:
        """The list on which the record stands; `obj` is None on pages about several."""
        return reverse(f"admin:{self._name('changelist')}")

    def url_of_verb(self, obj: Any, key: str) -> str:
        return reverse(f"admin:{self._name('do')}", args=[obj.pk, key])

    # The record's page -------------------------------------------------------------------

    def change_view(
        self,
        request: StaffRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
            return super().change_view(request, object_id, form_url, extra_context)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        obj = self.object_or_404(request, object_id)
        person = self.timeline_person(obj)
        events = (
            timeline.events_for(person, user=request.user) if person else timeline.events_about(obj)
        )
        context = {
            "facts": self.facts(request, obj),
            "sections": self.sections(request, obj),
            "events": events,
            "state_tag": self.state_tag(obj),
            "buttons": self._all_buttons(request, obj),
            **(extra_context or {}),
        }
        return self.page(request, self.detail_template, context, obj=obj)

    def _all_buttons(self, request: StaffRequest, obj: Any) -> list[Button]:
        """What stands out, then the verbs, quiet ones last, then pages, then the form.

        The verb that stands out is the one that says so, else the first that is neither quiet
        nor a danger.
        """
        found = self.verbs_for(request, obj)
        quiet = {verb.key for verb in found if verb.quiet or not verb.timely(obj)}
        verbs = sorted(found, key=lambda verb: verb.key in quiet)
        plain = [verb for verb in verbs if not (verb.danger or verb.key in quiet)]
        first = next((verb for verb in verbs if verb.primary), plain[0] if plain else None)
        made = [
            Button(
                verb.label,
                self.url_of_verb(obj, verb.key),
                icon=verb.icon,
                danger=verb.danger,
                primary=verb is first,
            )
            for verb in verbs
        ]
        made += self.buttons(request, obj)
        if self.has_change_permission(request, obj):
            made.append(
                Button(_("Edit"), reverse(f"admin:{self._name('edit')}", args=[obj.pk]), "edit")
            )
        return sorted(made, key=lambda button: not button.primary)

    def edit_view(self, request: StaffRequest, object_id: str) -> HttpResponse:
        """The ordinary form, for those who may change the record's fields."""
        obj = self.object_or_404(request, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return self.changeform_view(request, object_id)

    def response_post_save_change(self, request: StaffRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.url_of(obj))

    # Verbs -------------------------------------------------------------------------------

    def verb_view(self, request: StaffRequest, object_id: str, key: str) -> HttpResponse:
        verb = self._verb_or_404(key)
        obj = self.object_or_404(request, object_id)
        if not verb.allowed(request.user, obj):
            raise PermissionDenied
        if not verb.possible(obj):
            messages.error(request, str(IllegalMove.sentence))
            return HttpResponseRedirect(self.url_of(obj))
        form = self._form(verb, request, obj=obj)
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                result = self._run(verb, request, obj, form)
            except IllegalMove as error:
                messages.error(request, str(error.sentence))
                return HttpResponseRedirect(self.url_of(obj))
            except ValidationError as error:
                if form is None:
                    messages.error(request, " ".join(error.messages))
                    return HttpResponseRedirect(self.url_of(obj))
                form.add_error(None, error)
            else:
                messages.success(request, self._done(verb, obj))
                goes_to = verb.goes_to(obj, result) if verb.goes_to else self.url_of(obj)
                return HttpResponseRedirect(goes_to)
        context = {
            "verb": verb,
            "form": form,
            # A form of several steps names the button of each.
            "submit_label": getattr(form, "submit_label", "") or verb.label,
            "back_url": self.url_of(obj),
        }
        return self.page(request, "backoffice/verb.html", context, obj=obj, title=verb.label)

    def get_actions(self, request: StaffRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not self.has_view_permission(request):
            return actions
        for verb in self.verbs:
            if verb.bulk:
                name = f"verb_{verb.key}"
                actions[name] = (self._action(verb), name, verb.label)
        return actions

    def _action(self, verb: Verb) -> Callable[..., HttpResponse]:
        def ask(admin: Any, request: StaffRequest, chosen: QuerySet[Any]) -> HttpResponse:
            form = self._form(verb, request, obj=None, bound=False)
            return self._bulk_page(verb, request, chosen, form=form)

        return ask

    def bulk_verb_view(self, request: StaffRequest, key: str) -> HttpResponse:
        """Do one verb to several records, each on its own: one refusal stops no other."""
        verb = self._verb_or_404(key)
        if not verb.bulk:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        back = reverse(f"admin:{self._name('changelist')}")
        if request.method != "POST":
            return HttpResponseRedirect(back)
        keys = [value for value in request.POST.getlist("chosen") if self.can_be_key(value)]
        chosen = self.get_queryset(request).filter(pk__in=keys[: BULK_LIMIT + 1])
        form = self._form(verb, request, obj=None)
        if form is not None and not form.is_valid():
            return self._bulk_page(verb, request, chosen, form=form)
        able, _unable = self._sort_out(verb, request, chosen)
        notes = []
        for obj in able:
            try:
                notes.append((obj, self._run(verb, request, obj, form)))
            except IllegalMove as error:
                messages.error(request, f"{obj}: {error.sentence}")
            except ValidationError as error:
                messages.error(request, f"{obj}: {' '.join(error.messages)}")
        if notes and verb.undo:  # the list itself says so, beside the way back
            keep_run(self.opts.label_lower, verb, notes, user=request.user, at=clock.now())
        elif notes:
            done = {"verb": verb.label, "count": len(notes)}
            messages.success(request, _("%(verb)s: done for %(count)d.") % done)
        return HttpResponseRedirect(back)

    def _bulk_page(
        self,
        verb: Verb,
        request: StaffRequest,
        chosen: QuerySet[Any],
        *,
        form: forms.Form | None,
    ) -> HttpResponse:
        if chosen.count() > BULK_LIMIT:
            messages.error(
                request, _("Choose at most %(count)d at a time.") % {"count": BULK_LIMIT}
            )
            return HttpResponseRedirect(request.get_full_path())
        able, unable = self._sort_out(verb, request, chosen)
        context = {
            "verb": verb,
            "form": form,
            "able": able,
            "unable": unable,
            "action_url": reverse(f"admin:{self._name('bulk')}", args=[verb.key]),
            "back_url": reverse(f"admin:{self._name('changelist')}"),
        }
        return self.page(request, "backoffice/bulk_verb.html", context, title=verb.label)

    def _sort_out(
        self, verb: Verb, request: StaffRequest, chosen: QuerySet[Any]
    ) -> tuple[list[Any], list[Any]]:
        """The chosen records with which the verb is possible, and the others.

        Raises PermissionDenied when records were chosen and the colleague may act on none.
        """
        records = list(chosen)
        mine = [obj for obj in records if verb.allowed(request.user, obj)]
        if records and not mine:
            raise PermissionDenied
        able = [obj for obj in mine if verb.possible(obj)]
        return able, [obj for obj in records if obj not in able]

    def _run(self, verb: Verb, request: StaffRequest, obj: Any, form: forms.Form | None) -> Any:
        data = form.cleaned_data if form is not None else {}
        return verb.run(obj, data, Actor.user(request.user), clock.now())

    def _form(
        self, verb: Verb, request: StaffRequest, *, obj: Any, bound: bool | None = None
    ) -> forms.Form | None:
        """The verb's form, bound to a POST; a list's action is a POST whose form is empty yet."""
        if verb.form is None:
            return None
        extra: dict[str, Any] = {}
        if issubclass(verb.form, VerbForm):
            extra = {"obj": obj, "user": request.user}
        if request.method == "POST" if bound is None else bound:
            return dress(verb.form(request.POST, request.FILES, **extra))
        if issubclass(verb.form, VerbForm):
            named = {
                name: request.GET[name] for name in verb.form.from_address if name in request.GET
            }
            if named:  # else a form's own first values would be lost
                extra["initial"] = named
        return dress(verb.form(**extra))

    def _done(self, verb: Verb, obj: Any) -> str:
        return str(verb.done) or _("%(verb)s: done.") % {"verb": verb.label}

    def _verb_or_404(self, key: str) -> Verb:
        for verb in self.verbs:
            if verb.key == key:
                return verb
        raise Http404

    # What all these pages share ------------------------------------------------------------

    def object_or_404(self, request: StaffRequest, object_id: str) -> Any:
        """The record within the colleague's scope. Raises PermissionDenied first, then Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        return obj

    def page(
        self,
        request: StaffRequest,
        template: str,
        context: dict[str, Any],
        *,
        obj: models.Model | None = None,
        title: Text | None = None,
    ) -> TemplateResponse:
        """A page in the staff site's frame, for this list or one of its records."""
        request.current_app = self.admin_site.name
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": title if title is not None else str(obj),
            "list_url": self.url_of_list(obj),
            "object_url": self.url_of(obj) if obj is not None else "",
        }
        return TemplateResponse(request, template, {**frame, **context})
