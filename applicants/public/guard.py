"""Against programs that fill in forms, without a puzzle for people.

A trap field that people do not see, a signed moment at which the form was first shown, and a
limit per address. Each answer is the same form again with a calm sentence: nothing is lost.
"""

import time
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.core import rate

TRAP = "website"
BEGAN = "began"
CAMPAIGN = "campaign"
# The code of a short link, and what a link says of itself: their first and last are kept.
VIA, SOURCE, MEDIUM = "via", "utm_source", "utm_medium"
MINIMUM_SECONDS = 2.0
# A job centre or a classroom has one address: a whole group must be able to apply.
SENT_PER_HOUR = 120
HOUR = timedelta(hours=1)

TRAPPED = _("Please leave the field for computers empty, and send the form again.")
TOO_FAST = _("That was very fast. Please look at your answers once more and press the button.")
TOO_MANY = _("Many forms came from your place. Please wait ten minutes and press the button again.")


def began_now() -> str:
    """The present moment, signed, for a hidden field of the first page."""
    return signing.dumps(time.time(), salt=BEGAN)


def began_of(request: HttpRequest) -> float | None:
    """The signed moment of a form, or None where it is missing or not ours."""
    try:
        return float(signing.loads(request.POST.get(BEGAN, ""), salt=BEGAN))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def sprang_trap(request: HttpRequest) -> bool:
    return bool(request.POST.get(TRAP))


def reason_to_wait(request: HttpRequest, *, began: float | None) -> Promise | str | None:
    """Why this form is shown again instead of being sent; None lets it pass."""
    if began is None or time.time() - began < MINIMUM_SECONDS:
        return TOO_FAST
    if not rate.allow("apply", request, limit=SENT_PER_HOUR, per=HOUR):
        return TOO_MANY
    return None


def campaign_of(request: HttpRequest) -> str:
    """The campaign named in the address, or kept in the form's hidden field."""
    for source in (request.POST, request.GET):
        for name in (CAMPAIGN, "utm_campaign", "c"):
            value = "".join(sign for sign in source.get(name, "") if sign.isprintable())
            if value:
                return value[:100]
    return ""


def touch_of(request: HttpRequest) -> dict[str, str]:
    """The link that brought this visitor, as its address or the form's hidden fields say it."""
    touch = {name: _plain(request, name) for name in (VIA, SOURCE, MEDIUM)}
    touch[CAMPAIGN] = campaign_of(request)
    return {name: value for name, value in touch.items() if value}


def _plain(request: HttpRequest, name: str) -> str:
    value = request.POST.get(name) or request.GET.get(name, "")
    return "".join(sign for sign in value if sign.isprintable())[:100]
