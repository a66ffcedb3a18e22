"""What colleagues may do with a message that did not arrive."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.messages.models import Message
from becode.messages.notification import (
    Notification,
    Recipient,
    UnknownNotification,
    notification_class,
)


@transaction.atomic
def send_again(*, message: Message, actor: Actor, at: datetime) -> Message:
    """Write a message that failed or came back anew, with fresh links and codes, to its owner's
    present address.

    The old row stays as it is; of two colleagues at once one writes it. Raises IllegalMove when
    it did arrive as far as we know, is no longer true, reaches nobody, was written anew before,
    or had words of its own.
    """
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if not message.did_not_arrive:
        raise IllegalMove(_("Only a message that did not arrive can be sent again."))
    notification = _notification(message)
    if not notification.is_still_wanted(at=at):
        raise IllegalMove(_("This message is no longer needed."))
    recipients = _recipients(message, notification)
    if not recipients:
        raise IllegalMove(_("There is still no address or number to send this to."))
    rows = send(notification, at=at, dedupe=f"again-{message.pk}", recipients=recipients)
    if not rows:
        raise IllegalMove(_("This message was sent again already."))
    written = Message.objects.get(dedupe_key=rows[0].dedupe_key)
    Message.objects.filter(pk=written.pk).update(instead_of=message)
    record(
        "message.sent_again",
        subject=written,
        actor=actor,
        at=at,
        keys={"instead_of": message.pk},
    )
    return written


def _notification(message: Message) -> Notification:
    try:
        cls = notification_class(message.kind)
    except UnknownNotification as error:
        raise IllegalMove(_("This message is no longer needed.")) from error
    if not cls.can_be_made_anew:
        raise IllegalMove(
            _(
                "This message had words or a code of its own, and cannot be made again. "
                "Please write a new message."
            )
        )
    subject = apps.get_model(message.about_type)._base_manager.filter(pk=message.about_key).first()
    if subject is None:
        raise IllegalMove(_("This message is no longer needed."))
    return cls(subject)


def _recipients(message: Message, notification: Notification) -> list[Recipient]:
    """The same human as before, by the notification's own rule for their address."""
    everybody = list(notification.recipients())
    if message.user_id is not None:
        return [one for one in everybody if one.user is not None and one.user.pk == message.user_id]
    if message.person_id is not None:
        return [
            one
            for one in everybody
            if one.person is not None and one.person.pk == message.person_id
        ]
    if message.address:
        return [one for one in everybody if one.address == message.address]
    return everybody
