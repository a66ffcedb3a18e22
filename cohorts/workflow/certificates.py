"""Certificates: made once for a graduate, frozen, and revoked where one was wrong."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from becode.core.sealing import new_token
from becode.files import store
from cohorts.certificate_file import certificate_pdf, words_of
from cohorts.enums import EnrolmentState
from cohorts.models import Certificate, Enrolment


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, actor: Actor, at: datetime) -> Certificate:
    """Make the certificate of a graduate.

    After one that was revoked a new one can be made. Raises IllegalMove where there is a valid
    one or nobody graduated, NameNotPrintable for a name in other than Latin letters.
    """
    enrolment.refresh_from_db(from_queryset=Enrolment.objects.select_for_update(no_key=True))
    if enrolment.state != EnrolmentState.GRADUATED:
        raise IllegalMove(_("This person has not graduated yet."))
    if enrolment.certificates.valid().exists():
        raise IllegalMove(_("This person has a certificate already."))
    words, code = words_of(enrolment), new_token()
    content = ContentFile(certificate_pdf(words, code=code), name="certificate.pdf")
    certificate = Certificate.objects.create(
        enrolment=enrolment,
        code=code,
        name=words.name,
        track_name=words.track_name,
        graduated_on=words.graduated_on,
        language=words.language,
        issued_at=at,
        issued_by_id=actor.key if actor.kind == ActorKind.USER else None,
        file=store.keep(content, at=at, allowed=(store.PDF,)),
    )
    _record("certificate.issued", certificate, actor=actor, at=at)
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, actor: Actor, at: datetime
) -> None:
    """It is not valid any more, and its page says so. Raises IllegalMove without a reason."""
    if not reason.strip():
        raise IllegalMove(_("Please give a reason."))
    free = Certificate.objects.valid().filter(pk=certificate.pk)
    if free.update(revoked_at=at, revoked_reason=reason.strip()) != 1:
        raise Stale(_("This certificate was revoked already."))
    certificate.refresh_from_db(fields=["revoked_at", "revoked_reason"])
    _record("certificate.revoked", certificate, actor=actor, at=at)


def _record(label: str, certificate: Certificate, *, actor: Actor, at: datetime) -> None:
    record(
        label,
        subject=certificate,
        person_key=certificate.enrolment.person_id,
        actor=actor,
        at=at,
    )
