"""The table of reminders, transcribed by hand from docs/domain.md, "Reminders".

Nothing here is imported from the product. A line is tied to what was stored by `key` alone: the
name of the rule that planned a message, or of the kind where a workflow tells it at once.
"""

from dataclasses import dataclass

NOW = "now"


@dataclass(frozen=True)
class Line:
    """One reminder to one sort of reader.

    `when` are moments counted from the fact `after`: days at nine o'clock ("-7d"), at another hour
    ("-1d@18"), hours and minutes ("-3h", "+15m"), or NOW. The facts in `until` end it. `urgent`
    ones leave at once, all others are ordinary. `once`: one message for all to whom it happened.
    `serves`: hours after which it is useless, where that is sooner than the fact it looks ahead to.
    """

    number: int
    key: str
    to: str
    when: str
    after: str
    until: str = ""
    urgent: bool = False
    once: bool = False
    serves: float | None = None


APPLICATION = (
    Line(1, "draft_untouched", "draft", "+2d +7d +21d +80d", "draft begun", "draft sent"),
    Line(2, "applicants.application_received", "person", NOW, "applied", urgent=True),
    Line(2, "application_untreated", "admissions", "+5d", "applied", "taken up", serves=72),
    Line(3, "applicants.document_asked", "person", NOW, "document asked", urgent=True),
    Line(3, "document_missing", "person", "+2d +5d +10d", "document asked", "document in"),
    Line(3, "document_overdue", "admissions", "+12d", "document asked", "document in", serves=72),
    Line(4, "appointment_soon", "person", "-2d", "info booked", "info over"),
    Line(4, "appointment_today", "person", "-3h", "info booked", "info over", urgent=True),
    Line(5, "no_show", "person", "+1d +7d", "missed", "info booked, lapsed", serves=72),
    Line(6, "challenge_open", "person", "+3d +7d", "challenge", "challenge done", serves=48),
    Line(6, "challenge_due", "person", "-2d", "challenge ends", "challenge done", serves=48),
    Line(7, "selection_day", "person", "-7d -2d", "day booked", "day over"),
    Line(7, "selection_day_today", "person", "-3h", "day booked", "day over", urgent=True),
    Line(7, "selection_day_tomorrow", "assessors", "-1d", "day booked", "day over", once=True),
    Line(8, "scores_missing", "scorers", "+1d +3d", "day over", "scored", once=True, serves=48),
    Line(9, "applicants.on_waitlist", "person", NOW, "admitted", urgent=True),
    Line(9, "applicants.rejected", "person", NOW, "rejected", urgent=True),
    Line(10, "applicants.offer_made", "person", NOW, "offered", urgent=True),
    Line(10, "offer_ends", "person", "-24h -6h", "offer ends", "accepted", urgent=True),
    Line(10, "offer_unanswered", "admissions", "-24h", "offer ends", "accepted", urgent=True),
    Line(
        11,
        "monthly_place",
        "person",
        " ".join(f"+{30 * month}d" for month in range(1, 12)),
        "admitted",
        "accepted, off the lists",
        serves=72,
    ),
    Line(11, "applicants.still_interested", "person", NOW, "asked whether they wait", urgent=True),
)

TRAINING = (
    Line(
        12,
        "file_incomplete",
        "person",
        "-21d -14d -7d -3d",
        "file owed",
        "file in, withdrawn",
        serves=48,
    ),
    Line(
        12,
        "cohort_files_incomplete",
        "team",
        "-21d -14d -7d -3d",
        "file owed",
        "file in, withdrawn",
        once=True,
        serves=48,
    ),
    Line(13, "file_ends", "person", "-60d -30d -14d", "permit ends", "renewed, left", serves=72),
    Line(
        13, "file_ends_coaches", "team", "-60d -30d -14d", "permit ends", "renewed, left", serves=72
    ),
    Line(14, "cohort_starts", "person", "-14d -7d -2d -1d@18", "seat", "withdrawn", serves=48),
    Line(15, "file_unsigned", "person", "+1d +3d", "unsigned", "signed", serves=48),
    Line(
        15, "cohort_files_unsigned", "team", "+1d +3d", "unsigned", "signed", once=True, serves=48
    ),
    Line(
        16,
        "check_in_missing",
        "person",
        "+15m",
        "hour missed",
        "checked in, absence filed, left",
        urgent=True,
    ),
    Line(
        16,
        "learners_missing",
        "team",
        "+60m",
        "hour missed",
        "checked in, absence filed, left",
        once=True,
        urgent=True,
    ),
    # Counted from the midnight that ends the last day: "+2d" is nine o'clock after 48 hours.
    Line(17, "proof_missing", "person", "+24h", "absent", "proof, judged, left", serves=20),
    Line(17, "proof_missing", "person", "+43h", "absent", "proof, judged, left", serves=5),
    Line(17, "proof_missing_coach", "team", "+2d", "absent", "proof, judged, left", serves=48),
    Line(18, "absence_undecided", "manager", "+3d", "proof", "judged", serves=72),
    Line(18, "absence_undecided_unproven", "manager", "+5d", "absent", "proof, judged", serves=72),
    Line(19, "cohorts.flag_raised", "person", NOW, "flag", urgent=True),
    Line(19, "cohorts.flag_to_coach", "team", NOW, "flag", urgent=True),
    Line(20, "month_unsigned", "team", "0d@15 +2d +5d", "month ends", "month locked", serves=48),
    Line(
        21, "cohorts.evaluation_learner", "person", "-7d 0d +3d", "evaluation", "filed", serves=96
    ),
    Line(
        21,
        "cohorts.evaluation_coach",
        "team",
        "-7d 0d +3d",
        "evaluation",
        "coach filed, left",
        once=True,
        serves=96,
    ),
    *(
        Line(38, key, to, "0d +7d +14d", after, "laptop back", serves=120)
        for key, to, after in (
            ("laptop_out_left", "person", "left"),
            ("laptop_out_left_coaches", "team", "left"),
            ("laptop_out_graduated", "person", "laptop out at the end"),
            ("laptop_out_graduated_coaches", "team", "laptop out at the end"),
        )
    ),
)

UNSIGNED = "everybody signed, no internship"
INTERNSHIP = (
    Line(
        22,
        "placements.no_place_learner",
        "person",
        "-56d -42d -28d -14d",
        "searches",
        "place, left",
    ),
    Line(
        22,
        "placements.no_place_staff",
        "placement",
        "-56d -42d -28d -14d",
        "searches",
        "place, left",
        once=True,
    ),
    Line(22, "placements.position_expires", "recruiter", "-7d", "position", "position closed"),
    Line(23, "placements.proposal_unanswered", "recruiter", "+3d +7d", "proposed", "answered"),
    Line(23, "placements.silent_soon_staff", "placement", "+10d", "proposed", "answered"),
    Line(24, "agreement_unsigned", "signers", "+2d +5d", "agreement", "signed by"),
    Line(24, "agreement_unsigned_before_start", "signers", "-7d -3d -1d", "to sign", "signed by"),
    Line(24, "agreement_unsigned_staff", "placement", "+2d +5d", "agreement", UNSIGNED),
    Line(
        24, "agreement_unsigned_staff_before_start", "placement", "-7d -3d -1d", "to sign", UNSIGNED
    ),
    Line(25, "papers_missing_company", "mentor", "-10d -5d -2d", "planned", "sheet", serves=48),
    Line(25, "papers_missing_staff", "placement", "-10d -5d -2d", "planned", "insured", serves=48),
    Line(25, "papers_missing_last_call", "placement", "-1d", "planned", "ready", serves=48),
    Line(26, "internship_starts_learner", "person", "-3d", "planned", serves=48),
    Line(26, "internship_starts_company", "mentor", "-3d", "planned", serves=48),
    Line(26, "intern_first_week_learner", "person", "0d", "first week", "learner filed", serves=96),
    Line(26, "intern_first_week_mentor", "mentor", "0d", "first week", "mentor filed", serves=96),
    Line(
        27,
        "intern_evaluation_learner",
        "person",
        "-3d 0d +3d +7d",
        "intern evaluation",
        "learner filed",
        serves=96,
    ),
    Line(
        27,
        "intern_evaluation_mentor",
        "mentor",
        "-3d 0d +3d +7d",
        "intern evaluation",
        "mentor filed",
        serves=96,
    ),
    Line(
        27,
        "intern_evaluation_late",
        "placement",
        "+8d",
        "intern evaluation",
        "both filed",
        serves=96,
    ),
    Line(
        20,
        "intern_month_unconfirmed",
        "mentor",
        "0d@15 +2d +5d",
        "intern month ends",
        "confirmed",
        serves=96,
    ),
    Line(
        28, "placements.internship_ends_company", "contacts", "-21d -7d", "runs", "done, job told"
    ),
    Line(28, "placements.internship_ends_learner", "person", "-21d -7d", "runs", "done, job told"),
    Line(28, "placements.internship_ends_staff", "placement", "-21d -7d", "runs", "done, job told"),
    Line(
        32,
        "placements.framework_ends",
        "owner",
        "-90d -60d -30d -7d",
        "framework",
        "framework ended",
    ),
)

AFTERWARDS = (
    Line(29, "placements.exit_form", "person", "0d +7d +14d +21d", "exit", "exit told", serves=72),
    Line(
        29,
        "placements.exit_forms_open",
        "placement",
        "0d +7d +14d +21d",
        "exit",
        "exit told",
        once=True,
        serves=24,
    ),
    Line(
        30,
        "placements.follow_up",
        "person",
        "0d +4d +10d",
        "question",
        "answered, no more",
        serves=72,
    ),
    Line(
        30,
        "placements.follow_up_calls",
        "placement",
        "+14d",
        "question",
        "answered, no more",
        once=True,
        serves=24,
    ),
    Line(31, "placements.job_proof", "person", "+3d +10d", "job", "evidence", serves=72),
    Line(
        31, "placements.job_proof_company", "recruiter", "+3d +10d", "job", "evidence", serves=120
    ),
)

TABLE = APPLICATION + TRAINING + INTERNSHIP + AFTERWARDS
# Later with their objects: 33 to 37. The mail of the morning, 39, is ours, with tests of its own.
NUMBERS = {*range(1, 33), 38}
