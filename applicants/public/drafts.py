"""The form while it is being filled in: encrypted in the database, its key in the session.

What was typed is kept as it was typed, also where it is not right yet: a page that is shown
again, in whatever language, shows it with its message.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from applicants.models import ApplicationDraft
from becode.core.sealing import CannotOpen, new_token, seal, token_digest, unseal

SESSION_KEY = "application_draft"
SENT_KEY = "application_sent"
PURPOSE = "draft"
KEPT_FOR = timedelta(days=90)
LONGEST = 20_000
"""How much of one answer is kept: more than any field allows, so that its message can say so."""


class Draft:
    """A draft with its opened content: {"steps": {slug: {input: text}}, "began", "campaign"}."""

    def __init__(self, row: ApplicationDraft, content: dict[str, Any]) -> None:
        self.row = row
        self.content = content

    def typed(self, slug: str) -> dict[str, str] | None:
        """What was typed in a step, or None where it was never sent."""
        return self.content["steps"].get(slug)


def current(request: HttpRequest) -> Draft | None:
    """The draft of this session that was not sent yet."""
    token = request.session.get(SESSION_KEY)
    if not token:
        return None
    row = ApplicationDraft.objects.filter(
        digest=token_digest(token), submitted_at__isnull=True
    ).first()
    return _opened(row) if row else None


def keep(
    request: HttpRequest,
    *,
    slug: str,
    typed: Mapping[str, str],
    at: datetime,
    began: float | None = None,
    campaign: str = "",
    touch: Mapping[str, str] | None = None,
) -> None:
    """Keep what was typed in a step, in the session's draft or a new one.

    The row is locked meanwhile: two tabs that save two steps lose neither.
    """
    texts = {name: value[:LONGEST] for name, value in typed.items()}
    with transaction.atomic():
        draft = _locked(request) or _new(request, at=at)
        draft.content["steps"][slug] = texts
        if began is not None and draft.content["began"] is None:
            draft.content["began"] = began
        draft.content["campaign"] = draft.content["campaign"] or campaign[:100]
        _add_touch(draft.content, touch or {}, at=at)
        draft.row.sealed = seal(draft.content, purpose=PURPOSE)
        draft.row.touched_at = at
        draft.row.save(update_fields=["sealed", "touched_at"])


def _add_touch(content: dict[str, Any], touch: Mapping[str, str], *, at: datetime) -> None:
    """Keep the first and the last link that brought somebody to this form, oldest first."""
    kept = content.setdefault("touches", [])
    known = [{name: text for name, text in one.items() if name != "at"} for one in kept]
    if touch and (not known or known[-1] != dict(touch)):
        kept[1:] = [{**touch, "at": at.isoformat()}]


def forget(request: HttpRequest) -> None:
    """Throw the session's draft away, unsent."""
    token = request.session.pop(SESSION_KEY, None)
    if token:
        ApplicationDraft.objects.filter(
            digest=token_digest(token), submitted_at__isnull=True
        ).delete()


def forget_untouched(*, at: datetime) -> int:
    """Delete drafts that nobody touched for 90 days (docs/domain.md, "Personal data")."""
    deleted, _by_model = ApplicationDraft.objects.filter(touched_at__lt=at - KEPT_FOR).delete()
    return deleted


def mark_sent(request: HttpRequest, *, kind: str) -> None:
    """Remember only that something was sent, for the thank-you page."""
    request.session.pop(SESSION_KEY, None)
    request.session[SENT_KEY] = kind


def _opened(row: ApplicationDraft) -> Draft | None:
    try:
        content = unseal(row.sealed, purpose=PURPOSE)
    except CannotOpen:
        return None
    return Draft(row, content)


def _locked(request: HttpRequest) -> Draft | None:
    token = request.session.get(SESSION_KEY)
    if not token:
        return None
    row = (
        ApplicationDraft.objects.select_for_update()
        .filter(digest=token_digest(token), submitted_at__isnull=True)
        .first()
    )
    return _opened(row) if row else None


def _new(request: HttpRequest, *, at: datetime) -> Draft:
    token = new_token()
    request.session[SESSION_KEY] = token
    request.session.pop(SENT_KEY, None)
    content: dict[str, Any] = {"steps": {}, "began": None, "campaign": ""}
    row = ApplicationDraft.objects.create(
        digest=token_digest(token),
        sealed=seal(content, purpose=PURPOSE),
        started_at=at,
        touched_at=at,
    )
    return Draft(row, content)
