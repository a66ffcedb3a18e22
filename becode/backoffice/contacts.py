"""The contact log in the staff site: verbs, a section, lines of the timeline, Today."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.parts import Link, Section, Tag, table_section
from becode.backoffice.person_page import person_section
from becode.backoffice.timeline import Event, timeline
from becode.backoffice.today import SHOWN, Task, today
from becode.backoffice.verb import Verb, VerbForm
from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.core.forms import PlainTextField
from becode.people.contacting import finish_next, note_contact
from becode.people.enums import ContactChannel, ContactResult
from becode.people.models import ContactNote, Person
from becode.people.permissions import NOTERS, can_note_contact
from becode.people.visibility import is_seen

LATEST = 20
ICONS = {
    ContactChannel.CALL: "call",
    ContactChannel.VISIT: "meeting_room",
    ContactChannel.MESSAGE: "chat",
    ContactChannel.NOTE: "sticky_note_2",
}


class ContactNoteForm(VerbForm):
    """A contact, and what is to be done next."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=ContactChannel.choices,
        initial=ContactChannel.CALL,
        widget=forms.RadioSelect,
    )
    result = forms.ChoiceField(
        label=_("Result"), choices=[("", "–"), *ContactResult.choices], required=False
    )
    text = PlainTextField(label=_("What was said"), longest=5000, lines=4, required=False)
    next_action = PlainTextField(label=_("What is to be done next"), longest=200, required=False)
    next_on = forms.DateField(label=_("On which day"), required=False)
    owner = forms.ModelChoiceField(
        label=_("By whom"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Whoever of the campus has time"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = User.objects.active().staff().with_role(*NOTERS)
        owner.initial = self.user.pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned["next_on"] and not cleaned["next_action"]:
            self.add_error("next_action", _("Write what is to be done on that day."))
        if not (cleaned["result"] or cleaned["text"] or cleaned["next_action"]):
            raise ValidationError(_("Choose a result, or write what was said."))
        return cleaned


class NextDoneForm(VerbForm):
    """Which of the things to do is done."""

    note = forms.ModelChoiceField(
        label=_("What is done"),
        queryset=ContactNote.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.obj if isinstance(self.obj, Person) else self.obj.person
        note: Any = self.fields["note"]
        note.queryset = ContactNote.objects.filter(person=person).to_do().order_by("next_on", "pk")
        note.label_from_instance = _in_words
        note.initial = note.queryset.first()


def contact_verbs(person_of: Callable[[Any], Person]) -> list[Verb]:
    """ "Note a contact" and "Done" for a record that is a person or has one."""

    def note(obj: Any, data: dict[str, Any], actor: Actor, at: datetime) -> ContactNote:
        return note_contact(person=person_of(obj), actor=actor, at=at, **data)

    def has_next(obj: Any) -> bool:
        return any(note.is_to_do for note in person_of(obj).log)

    return [
        Verb(
            "note",
            label=_("Note a contact"),
            icon="add_call",
            quiet=True,
            form=ContactNoteForm,
            explain=_("Only colleagues of this person's campuses read it. No diagnoses, please."),
            done=_("The contact is noted."),
            allowed=lambda user, obj: can_note_contact(user),
            run=note,
        ),
        Verb(
            "next-done",
            label=_("Next step is done"),
            icon="task_alt",
            quiet=True,
            form=NextDoneForm,
            explain=_("It leaves the list of things to do."),
            done=_("It is done."),
            allowed=lambda user, obj: can_note_contact(user),
            possible=has_next,
            run=lambda obj, data, actor, at: finish_next(note=data["note"], actor=actor, at=at),
        ),
    ]


def _in_words(note: ContactNote) -> str:
    day = date_format(note.next_on, "j N Y") if note.next_on else ""
    return " · ".join(part for part in (day, note.next_action) if part)


def title_of(note: ContactNote) -> str:
    """`Call: We spoke`."""
    parts = (str(note.get_channel_display()), str(note.get_result_display()))
    return ": ".join(part for part in parts if part)


@person_section
def contact_log(person: Person, user: User) -> list[Section]:
    """The latest contacts, for those who keep the log."""
    if not can_note_contact(user):
        return []
    rows = [
        (
            date_format(local_day(note.at), "j N Y"),
            title_of(note),
            note.text,
            _next_of(note),
            str(note.author or ""),
        )
        for note in person.log[:LATEST]
    ]
    headers = [_("Day"), _("Contact"), _("What was said"), _("Next"), _("By")]
    return [table_section(_("Contact log"), headers, rows)] if rows else []


def _next_of(note: ContactNote) -> Any:
    if not note.next_action:
        return ""
    words = _in_words(note)
    if note.owner:
        words = f"{words} · {note.owner}"
    return Tag(gettext("Done: %(what)s") % {"what": words}, "good") if note.done_at else words


@timeline
def _contacts(person: Person, user: User) -> list[Event]:
    """For those who see the person: pages of other records show people of other campuses too."""
    if not can_note_contact(user) or not person.log:
        return []
    if not is_seen(person, user=user):
        return []
    return [
        Event(
            at=note.at,
            title=title_of(note),
            who=str(note.author or ""),
            detail=note.text,
            icon=ICONS[ContactChannel(note.channel)],
        )
        for note in person.log
    ]


@today
def _next_actions(user: User, at: datetime) -> list[Task]:
    if not can_note_contact(user):
        return []
    day = local_day(at)
    due = ContactNote.objects.due(day).waiting_for(user).with_people()
    late = due.filter(next_on__lt=day).count()
    hint = ngettext("%(count)d is late.", "%(count)d are late.", late) % {"count": late}
    return [
        Task(
            title=_("Next steps with people"),
            count=due.count(),
            url=_to_call(user),
            items=tuple(
                (
                    f"{note.person} · {note.next_action}",
                    reverse("admin:people_person_change", args=[note.person_id]),
                )
                for note in due[:SHOWN]
            ),
            urgent=late > 0,
            hint=hint if late else "",
        )
    ]


def _to_call(user: User) -> str:
    """The call list, or the people where this colleague has none."""
    from becode.backoffice import pages

    return reverse(
        "admin:call_list" if pages.may_open("call_list", user) else "admin:people_person_changelist"
    )


def link_to(person: Person) -> Link:
    return Link(person.full_name, reverse("admin:people_person_change", args=[person.pk]))
