"""Outcome codes of messages, in words for colleagues."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES: dict[str, Promise] = {
    "": gettext_lazy("Nothing happened yet."),
    "accepted": gettext_lazy("The mail server or gateway took it."),
    "account_closed": gettext_lazy("The account is closed."),
    "address_gone": gettext_lazy("This is no longer an address or number of this person."),
    "address_not_supported": gettext_lazy("The mail server cannot write to such an address."),
    "bad_header": gettext_lazy("The address or subject cannot be written in a mail."),
    "bad_message": gettext_lazy("The mail service cannot send such a message."),
    "demo": gettext_lazy("Demo data: recorded, never sent."),
    "error": gettext_lazy("Something went wrong on our side."),
    "gateway_away": gettext_lazy("The SMS gateway did not answer."),
    "holiday": gettext_lazy("It waits for the next day that is no public holiday."),
    "interrupted": gettext_lazy("The mail server stopped answering half-way."),
    "no_address": gettext_lazy("There is no address or number that works."),
    "no_words": gettext_lazy("Its text is no longer there."),
    "no_longer_true": gettext_lazy("It was no longer true."),
    "not_wanted": gettext_lazy("Its reader does not want messages of this kind."),
    "one_a_day": gettext_lazy("Its reader gets one such message a day: it waits for the next one."),
    "paused": gettext_lazy("A colleague paused reminders here."),
    "not_taken": gettext_lazy("The mail server did not take it."),
    "provider_away": gettext_lazy("The mail service did not answer."),
    "quiet_hours": gettext_lazy("It waits until eight in the morning."),
    "recipient_gone": gettext_lazy("The person or account is no longer there."),
    "recipient_refused": gettext_lazy("The mail service does not write to this address."),
    "record_gone": gettext_lazy("What it was about is gone."),
    "secret_unreadable": gettext_lazy("Its code or link can no longer be read."),
    "server_away": gettext_lazy("The mail server did not answer."),
    "sms_refused": gettext_lazy("The SMS gateway does not take this number or text."),
    "stopped_sender": gettext_lazy("Sending it stopped the program several times."),
    "switched_off": gettext_lazy("A colleague switched this reminder off."),
    "too_late": gettext_lazy("It was useless by then."),
    "unknown_kind": gettext_lazy("This kind of message no longer exists."),
}
_WITH_A_NUMBER = re.compile(r"(smtp|provider|gateway)_(\d{3})")


def sentence(outcome: str) -> str:
    """What a code means; one that nobody knows (any more) is shown as it is."""
    if outcome.startswith("gave_up_"):
        reason = sentence(outcome.removeprefix("gave_up_"))
        return _("We stopped trying. The last time: %(reason)s") % {"reason": reason}
    number = _WITH_A_NUMBER.fullmatch(outcome)
    if number:
        if number[1] == "gateway":
            return _("The SMS gateway could not take it now (answer %(code)s).") % {
                "code": number[2]
            }
        return _answered(int(number[2]), is_smtp=number[1] == "smtp")
    return str(SENTENCES.get(outcome, outcome))


def _answered(code: int, *, is_smtp: bool) -> str:
    """SMTP's 5xx is for good; of a service's answers, those that we do not try again."""
    if is_smtp and code < 500:
        return _("The mail server asked to try again later (answer %(code)d).") % {"code": code}
    if not is_smtp and (code >= 500 or code in (401, 403, 408, 425, 429)):
        return _("The mail service could not take it now (answer %(code)d).") % {"code": code}
    return _("The address was refused (answer %(code)d).") % {"code": code}
