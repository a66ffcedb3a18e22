"""An invitation by link: one button, and they are in. An old link says how to get in."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from becode.accounts.entering import enter
from becode.core import clock, rate
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.core.sealing import token_digest
from placements.enums import LinkPurpose
from placements.models import GuestLink
from placements.workflow import contacts

ASKED_AGAIN_AN_HOUR = 3


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    """Opening shows a button; pressing it accepts, signs in and leads home."""
    links = GuestLink.objects.of_token(token, purpose=LinkPurpose.INVITE, at=clock.now())
    link = links.unused().select_related("contact__company", "contact__user").first()
    if link is None or link.contact is None or not link.contact.may_sign_in:
        return _private(_gone(request, token, status=404))
    if request.method != "POST":
        context = {"company": link.contact.company, "token": token}
        return _private(render(request, "placements/guests/invite.html", context))
    try:
        contact = contacts.accept_invitation(
            link=link, language=get_language() or "nl", at=clock.now()
        )
    except IllegalMove:
        return _private(_gone(request, token, status=404))
    home = reverse("placements:company:home")
    return _private(enter(request, contact.user, method="link", redirect_url=home))


@login_not_required
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """A new link, to the address that the old one went to. The answer is the same for all."""
    link = (
        GuestLink.objects.filter(digest=token_digest(token), purpose=LinkPurpose.INVITE)
        .select_related("contact__company", "contact__user")
        .first()
    )
    key = str(link.contact_id) if link is not None else None
    hour = timedelta(hours=1)
    allowed = rate.allow(
        "invitation-again", request, limit=ASKED_AGAIN_AN_HOUR if key else 20, per=hour, key=key
    )
    if link is not None and link.contact is not None and allowed:
        try:
            actor = Actor.user(link.contact.user)
            contacts.invite_again(contact=link.contact, actor=actor, at=clock.now())
        except IllegalMove:
            pass  # their access has ended: nothing is sent, and nothing is told here
    return _private(redirect(f"{reverse('placements:guests:invite', args=[token])}?asked=1"))


def _gone(request: HttpRequest, token: str, *, status: int) -> HttpResponse:
    """The same page for an unknown link, a used one and an old one."""
    query = urlencode({"next": reverse("placements:company:home")})
    context = {
        "token": token,
        "was_asked": "asked" in request.GET,
        "sign_in_url": f"{reverse('account_login')}?{query}",
    }
    return render(request, "placements/guests/invite_gone.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    # Not "no-referrer": browsers would send the form without an origin (CSRF: 403).
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response
