from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.kinds import heading_of
from becode.backoffice.parts import Link, Section, Tag, text_section
from becode.backoffice.person_messages import TONES, can_send_again
from becode.backoffice.requests import StaffRequest
from becode.backoffice.returned import MESSAGE_WORKS, what_became
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.messages import outcomes
from becode.messages.enums import Channel, MessageState
from becode.messages.models import Message
from becode.messages.notification import declared
from becode.messages.permissions import SEES_MESSAGES
from becode.messages.workflow import send_again
from becode.people.models import Person
from becode.reminders import registry
from becode.reminders.registry import rules


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, key) for key in declared()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class RuleFilter(admin.SimpleListFilter):
    title = _("reminder")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(rule.key, f"{rule.number} · {rule.title}") for rule in rules()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.filter(rule=self.value()) if self.value() else queryset


class ReasonFilter(admin.SimpleListFilter):
    """Why a message was not sent, in words; only reasons that there are."""

    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        user: Any = request.user
        seen = Message.objects.visible_to(user).filter(state=MessageState.FAILED)
        codes = seen.order_by("outcome").values_list("outcome", flat=True).distinct()
        return [(code, outcomes.sentence(code)) for code in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.filter(outcome=self.value()) if self.value() else queryset


@admin.register(Message, site=staff_site)
class MessageAdmin(VerbsMixin, StaffAdmin):
    """What we wrote to whom. Bodies hold placeholders where a secret was."""

    view_roles = SEES_MESSAGES
    list_display = ("subject_or_text", "recipient", "sort", "shown_state", "reason", "created_at")
    list_filter = ("state", "channel", ReasonFilter, RuleFilter, KindFilter)
    list_select_related = ("person", "user")
    search_fields = ("subject", "=address", "kind")
    search_help_text = _("Words of the subject, or a whole address or number")
    ordering = ("-created_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "again",
            label=_("Send again"),
            icon="forward_to_inbox",
            explain=_("A new message is written, with new links, to the present address."),
            done=_("The message is on its way again."),
            allowed=can_send_again,
            possible=lambda message: message.did_not_arrive,
            run=lambda obj, data, actor, at: send_again(message=obj, actor=actor, at=at),
            bulk=True,
        ),
        MESSAGE_WORKS,
    ]

    @admin.display(description=_("Message"), ordering="subject")
    def subject_or_text(self, message: Message) -> str:
        return heading_of(message)

    @admin.display(description=_("To"))
    def recipient(self, message: Message) -> str:
        return str(message.person or message.user or message.address or "–")

    @admin.display(description=_("By"), ordering="channel")
    def sort(self, message: Message) -> str:
        return message.get_channel_display()

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, message: Message) -> Tag:
        return self.state_tag(message)

    @admin.display(description=_("Reason"))
    def reason(self, message: Message) -> str:
        return outcomes.sentence(message.outcome) if message.outcome else "–"

    def state_tag(self, obj: Any) -> Tag:
        return Tag(obj.get_state_display(), TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: Message) -> list[tuple[Any, Any]]:
        return [
            (_("To"), self._owner(request, obj)),
            (_("Address"), obj.address),
            (_("By"), obj.get_channel_display()),
            (
                _("Language"),
                obj.get_language_display()
                if hasattr(obj, "get_language_display")
                else obj.language,
            ),
            (_("Kind"), f"{obj.kind} · {obj.template_version}"),
            (_("Planned"), obj.created_at),
            (_("Due"), obj.due_at),
            (_("Finished"), obj.finished_at),
            (_("Tries"), obj.attempts),
            (_("Outcome"), outcomes.sentence(obj.outcome)),
            (_("Reported back"), what_became(obj) if obj.delivery else ""),
            *self._kin(obj),
        ]

    @staticmethod
    def _kin(message: Message) -> list[tuple[Any, Any]]:
        """The reminder that planned it, and the messages it belongs with."""
        rule = registry.rule_called(message.rule)
        found: list[tuple[Any, Any]] = []
        if rule is not None:
            page = reverse("admin:reminder_rule", args=[rule.key])
            found.append((_("Reminder"), Link(rule.title, page)))
        for label, others in (
            (_("Sent together with"), [message.merged_into]),
            (_("Takes along"), message.merged.order_by("pk")),
            (_("Instead of"), [message.instead_of]),
            (_("Written anew as"), message.replacements.order_by("pk")),
        ):
            for other in others:
                if other is not None:
                    page = reverse("admin:messaging_message_change", args=[other.pk])
                    found.append((label, Link(heading_of(other), page)))
        return found

    def _owner(self, request: StaffRequest, message: Message) -> Any:
        person = message.person
        if person is not None and Person.objects.visible_to(request.user).contains(person):
            return Link(str(person), reverse("admin:people_person_change", args=[person.pk]))
        return message.person or message.user or ""

    def sections(self, request: StaffRequest, obj: Message) -> list[Section]:
        purged = _("The text was removed, as planned.") if obj.body_purged_at else ""
        title = obj.subject or (_("SMS") if obj.channel == Channel.SMS else _("Text"))
        return [text_section(title, obj.text, empty=purged)]

    def timeline_person(self, obj: Message) -> None:
        """The page shows what was done with the message, not all that happened to the person."""
