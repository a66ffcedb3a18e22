"""Writing a page of the site, and going back to the text that came with the product."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from becode.pages.models import PageText
from becode.pages.shipped import is_written

CHANGED = _("Somebody else changed this page first. Copy your words and open it again.")


@transaction.atomic
def write_page(
    *,
    slug: str,
    language: str,
    title: str,
    lede: str,
    body: str,
    seen: str,
    actor: Actor,
    at: datetime,
) -> PageText:
    """Keep a page's own text. `seen` is the `version` of the text the colleague started from.

    Raises IllegalMove for a page that is not written in this language, Stale when somebody else
    wrote it in between.
    """
    if not is_written(slug, language):
        raise IllegalMove
    page, is_new = PageText.objects.get_or_create(
        slug=slug, language=language, defaults={"title": title, "changed_at": at}
    )
    page = PageText.objects.select_for_update().get(pk=page.pk)
    if seen != ("" if is_new else version(page)):
        raise Stale(CHANGED)
    page.title, page.lede, page.body = title, lede, body
    page.changed_at = at
    page.changed_by_id = actor.key if actor.kind == ActorKind.USER else None
    page.save()
    record("page.written", subject=page, actor=actor, at=at, keys=_keys(page))
    return page


@transaction.atomic
def reset_page(*, slug: str, language: str, actor: Actor, at: datetime) -> None:
    """Drop a page's own text; its history stays. Raises IllegalMove where there is none."""
    page = PageText.objects.select_for_update().filter(slug=slug, language=language).first()
    if page is None:
        raise IllegalMove(_("This page has no text of its own."))
    record("page.reset", subject=page, actor=actor, at=at, keys=_keys(page))
    page.delete()


def version(page: PageText | None) -> str:
    """The mark by which a text is known again; "" for the one that came with the product."""
    return page.changed_at.isoformat() if page else ""


def _keys(page: PageText) -> dict[str, int | str]:
    return {"page": page.slug, "language": page.language}
