"""What the pages of an agreement share: for a company, with an account or a link, and a learner.

Every page shows the text that is signed and nothing else of the records behind it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.models import StoredFile
from placements.agreement_forms import ScanForm, SignForm
from placements.enums import PaperState, Party
from placements.models import GuestLink, InternshipAgreement, Signature
from placements.papers.agreement import Signer, printed, to_sign
from placements.papers.parts import Difference, differences
from placements.papers.words import WORDS
from placements.workflow import scans, signing


@dataclass(frozen=True, slots=True)
class Waits:
    """Who signed and who did not, as the other parties may know it: name, party, day."""

    name: str
    party: str
    signed_at: datetime | None


def agreement_context(agreement: InternshipAgreement, mine: Signature | None) -> dict[str, Any]:
    """What `placements/parts/agreement.html` shows."""
    signatures = agreement.signatures.order_by("pk")
    return {
        "agreement": agreement,
        "paper": agreement.data["paper"],
        "paper_language": agreement.language,
        "is_other_language": agreement.language != (translation.get_language() or "")[:2],
        "mine": mine,
        "can_sign": mine is not None
        and mine.signed_at is None
        and agreement.state == PaperState.OPEN,
        "changes": _corrections(agreement),
        "signatures": [
            Waits(one.name, one.get_party_display(), one.signed_at) for one in signatures
        ],
    }


def sign_from(
    form: SignForm,
    mine: Signature,
    *,
    proof: signing.Proof,
    actor: Actor,
    at: datetime,
    link: GuestLink | None = None,
) -> str:
    """Sign what the form showed; the sentence that says why not, else an empty text."""
    if form.cleaned_data["version"] not in (None, mine.agreement_id):
        return _corrected_sentence(mine.agreement)
    try:
        signing.sign(
            signature=mine,
            mark=form.cleaned_data["mark"],
            place=form.cleaned_data["place"],
            proof=proof,
            actor=actor,
            at=at,
            link=link,
        )
    except signing.Corrected:
        fresh = signing.newest(Signature.objects.with_agreement().get(pk=mine.pk))
        return _corrected_sentence(fresh.agreement) if fresh else str(signing.Corrected.sentence)
    except IllegalMove as error:
        return str(error.sentence)
    return ""


def statement(mine: Signature, **also: str) -> dict[str, str]:
    """What is kept with a signature beside its way in: the words that were agreed to."""
    return {
        "statement": SignForm.statement(mine),
        "language": (translation.get_language() or "en")[:2],
        **also,
    }


def send_scan(
    request: HttpRequest,
    agreement: InternshipAgreement,
    *,
    sender: Any,
    actor: Actor,
    at: datetime,
) -> tuple[ScanForm, bool]:
    """The form of a scan, and whether one was received; what is wrong stands at its field."""
    form = ScanForm()
    if request.method != "POST":
        return form, False
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return form, False
    try:
        scans.receive(
            agreement=agreement,
            upload=form.cleaned_data["scan"],
            note=form.cleaned_data["note"],
            sender=sender,
            actor=actor,
            at=at,
        )
    except (IllegalMove, store.Unusable) as error:
        form.add_error("scan", str(error.sentence))
        return form, False
    return form, True


def serve_file(agreement: InternshipAgreement, which: str, *, at: datetime) -> HttpResponse:
    """One of the files of an agreement: paper, signed, or the courtesy copy in English.

    The caller has asked whether this visitor may have it. Raises Http404.
    """
    if which == "english" and agreement.language != "en":
        return courtesy_copy(agreement, at=at)
    files: dict[str, StoredFile | None] = {
        "paper": agreement.file,
        "signed": agreement.signed_file,
    }
    file = files.get(which)
    if file is None:
        raise Http404
    return store.serve(file)


def courtesy_copy(agreement: InternshipAgreement, *, at: datetime) -> FileResponse:
    """The same facts in English words, not to be signed; made when somebody asks for it."""
    facts = agreement.data["facts"]
    signers = [
        Signer(one.party, one.name, one.function) for one in agreement.signatures.order_by("pk")
    ]
    paper = printed(
        facts,
        signers,
        key=agreement.internship_id,
        number=agreement.number,
        language="en",
    )
    paper["sections"][-1]["blocks"] = [
        block for block in paper["sections"][-1]["blocks"] if block["kind"] != "signers"
    ]
    content = ContentFile(to_sign(paper, at=agreement.made_at))
    name = f"{WORDS['en'].title} {agreement.internship_id}-{agreement.number} (English).pdf"
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def party_of(mine: Signature) -> str:
    return Party(mine.party).label


def _corrections(agreement: InternshipAgreement) -> list[dict[str, str]]:
    """What differs from the version before, in the language of the page."""
    language = (translation.get_language() or "en")[:2]
    return [
        {"label": one.label(language), "before": one.before, "after": one.after}
        for one in _differences(agreement, language)
    ]


def _differences(agreement: InternshipAgreement, language: str) -> list[Difference]:
    if agreement.replaces is None:
        return []
    old, new = agreement.replaces.data["facts"], agreement.data["facts"]
    return differences(old, new, language=language)


def _corrected_sentence(agreement: InternshipAgreement) -> str:
    """What changed, for somebody who was about to sign the version before."""
    changed = "; ".join(
        f"{one['label']}: {one['before']} → {one['after']}" for one in _corrections(agreement)
    )
    sentence = _("The agreement was corrected while you read it. Please read the new one.")
    return f"{sentence} {changed}".strip()
