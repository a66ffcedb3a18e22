"""The form while it is being filled in: encrypted in the database, its key in the session.

What was typed is kept as it was typed, also where it is not right yet: a page that is shown
again, in whatever language, shows it with its message.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from applicants.models import Answer, ApplicationDraft
from applicants.notifications.drafts import KEPT_FOR
from applicants.public.question_form import FILE_KEY
from applicants.querysets import DraftQuerySet
from becode.core.sealing import CannotOpen, new_token, seal, token_digest, unseal
from becode.files import store
from becode.files.models import StoredFile

SESSION_KEY = "application_draft"
SENT_KEY = "application_sent"
PURPOSE = "draft"
LONGEST = 20_000
"""How much of one answer is kept: more than any field allows, so that its message can say so."""


class Draft:
    """A draft with its opened content: {"steps": {slug: {input: text}}, "began", "campaign"}.

    Where several answers may be chosen, a list of texts stands for the text.
    """

    def __init__(self, row: ApplicationDraft, content: dict[str, Any]) -> None:
        self.row = row
        self.content = content

    def typed(self, slug: str) -> dict[str, Any] | None:
        """What was typed in a step, or None where it was never sent."""
        return self.content["steps"].get(slug)

    @property
    def file_keys(self) -> list[str]:
        """The keys of the files that were sent with this draft."""
        return [
            text
            for typed in self.content["steps"].values()
            for name, text in typed.items()
            if name.endswith(FILE_KEY)
        ]


def current(request: HttpRequest) -> Draft | None:
    """The draft of this session that was not sent yet."""
    token = request.session.get(SESSION_KEY)
    if not token:
        return None
    row = _of_token(token).first()
    return _opened(row) if row else None


def keep(
    request: HttpRequest,
    *,
    slug: str,
    typed: Mapping[str, Any],
    at: datetime,
    began: float | None = None,
    campaign: str = "",
    touch: Mapping[str, str] | None = None,
) -> None:
    """Keep what was typed in a step, in the session's draft or a new one.

    The row is locked meanwhile: two tabs that save two steps lose neither.
    """
    texts = {
        name: [one[:LONGEST] for one in value] if isinstance(value, list) else value[:LONGEST]
        for name, value in typed.items()
    }
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


def take_over(request: HttpRequest, token: str) -> None:
    """Hold the draft of this secret in this browser, under a new session key."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = token
    request.session.pop(SENT_KEY, None)


def leave(request: HttpRequest) -> None:
    """Let go of the draft in this browser; it stays for who has its link."""
    request.session.pop(SESSION_KEY, None)


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
        _delete(_of_token(token))


def forget_untouched(*, at: datetime) -> int:
    """Delete drafts that nobody touched for 90 days (docs/domain.md, "Personal data")."""
    return _delete(ApplicationDraft.objects.filter(touched_at__lt=at - KEPT_FOR))


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
    key = _of_token(token).values_list("pk", flat=True).first()
    unsent = ApplicationDraft.objects.select_for_update().filter(submitted_at__isnull=True)
    row = unsent.filter(pk=key).first() if key else None
    return _opened(row) if row else None


def _of_token(token: str) -> DraftQuerySet:
    """The unsent draft of a session: the one that began it, or that of a link opened here."""
    digest = token_digest(token)
    drafts: DraftQuerySet = ApplicationDraft.objects.unsent()
    return drafts.filter(
        Q(digest=digest) | Q(pk__in=drafts.filter(links__digest=digest).values("pk"))
    )


def _delete(drafts: DraftQuerySet) -> int:
    """Delete drafts with the files that only they hold; returns how many drafts."""
    rows = list(drafts.order_by("pk"))
    for row in rows:
        opened = _opened(row) if row.sealed else None
        if opened is not None:
            forget_files(opened.file_keys)
    ApplicationDraft.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def forget_files(keys: list[str]) -> None:
    """Delete files of a draft that no application holds."""
    held = Answer.objects.filter(file__isnull=False).values("file")
    for file in StoredFile.objects.filter(key__in=keys).exclude(pk__in=held).order_by("pk"):
        store.delete(file)


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
