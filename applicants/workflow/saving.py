"""A link to go on with the form on another device. docs/domain.md, "Personal data" (drafts)."""

from datetime import datetime, timedelta

from django.db import transaction

from applicants.models import ApplicationDraft, DraftLink
from applicants.notifications.drafts import CONTACT_PURPOSE, DraftLinkAsked
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import Stale
from becode.core.sealing import new_token, seal, token_digest
from becode.messages.compose import send


@transaction.atomic
def send_draft_link(
    *, draft: ApplicationDraft, contact: str, language: str, actor: Actor, at: datetime
) -> None:
    """Mail or text a link to the draft to this address or number, where reminders go from now.

    Raises Stale for a draft that was sent meanwhile.
    """
    unsent = ApplicationDraft.objects.unsent().filter(pk=draft.pk)
    sealed = seal(contact, purpose=CONTACT_PURPOSE)
    if unsent.update(sealed_contact=sealed, language=language, touched_at=at) != 1:
        raise Stale
    draft.sealed_contact, draft.language, draft.touched_at = sealed, language, at
    record("draft.link_sent", subject=draft, actor=actor, at=at)
    send(DraftLinkAsked(draft), at=at, dedupe=at.isoformat())


def link_to(token: str, *, at: datetime) -> DraftLink | None:
    """The live link of a secret to a draft that was not sent yet, or None."""
    return (
        DraftLink.objects.select_related("draft")
        .filter(
            digest=token_digest(token),
            expires_at__gt=at,
            draft__submitted_at__isnull=True,
        )
        .first()
    )


@transaction.atomic
def token_for_session(*, link: DraftLink, actor: Actor, at: datetime, life: timedelta) -> str:
    """A new secret under which a browser that opened this link holds the draft."""
    token = new_token()
    DraftLink.objects.create(
        draft_id=link.draft_id,
        digest=token_digest(token),
        made_at=at,
        expires_at=at + life,
    )
    record("draft.resumed", subject=link.draft, actor=actor, at=at)
    return token
