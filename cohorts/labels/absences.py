from django.utils.translation import gettext_lazy as _

LABELS = {
    "absence.filed": _("Absence filed"),
    "absence.proof_received": _("Proof of an absence received"),
    "absence.proof_read": _("Proof of an absence opened"),
    "absence.judged": _("Absence judged"),
    "absence.judged_again": _("Judgement of an absence changed"),
    "absence.withdrawn": _("Absence taken back"),
    "absence.proofs_forgotten": _("Proofs of an absence deleted, as the rule says"),
    "flag.raised": _("Attendance flag raised"),
    "flag.closed": _("Talk about attendance written down"),
    "flag.reopened": _("Attendance flag opened again"),
    "attestation.locked": _("Month locked"),
    "attestation.locked_again": _("Month locked again, with other hours"),
}
