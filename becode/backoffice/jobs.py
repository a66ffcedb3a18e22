"""What colleagues call the periodic jobs: one sentence each, for the status page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the name of the task (becode/schedule.py), and by what a job signs its work with.
JOBS: dict[str, Promise] = {
    "reminders.sweep": _("Looking which reminders are due"),
    "sweep": _("Looking which reminders are due"),
    "messaging.deliver_due": _("Sending e-mails"),
    "deliver": _("Sending e-mails"),
    "messaging.deliver_texts": _("Sending text messages"),
    "deliver_texts": _("Sending text messages"),
    "messaging.purge_bodies": _("Emptying the words of old messages"),
    "applicants.expire_offers": _("Ending offers that nobody answered in time"),
    "applicants.forget_drafts": _("Deleting forms that were never sent"),
    "applicants.lapse_no_shows": _("Ending applications of people who did not come"),
    "applicants.lapse_referrals": _("Closing referrals without an answer"),
    "applicants.ask_still_interested": _("Asking who waits whether they still do"),
    "cohorts.raise_flags": _("Noticing absences that ask for a talk"),
    "cohorts.fix_entry_records": _("Fixing how learners were when they started"),
    "cohorts.plan_evaluations": _("Planning evaluations of learners"),
    "cohorts.forget_absence_proofs": _("Deleting proofs of absences in time"),
    "placements.plan_follow_ups": _("Planning questions to who left"),
    "placements.settle_agreements": _("Starting, renewing and ending framework agreements"),
    "placements.start_internships": _("Starting internships that lack nothing"),
    "placements.end_silent_proposals": _("Ending proposals that a company did not answer"),
    "placements.expire_positions": _("Ending positions that nobody renewed"),
    "portal.answer_link_requests": _("Sending the links that people ask for"),
    "files.forget_orphans": _("Deleting files that belong to nothing"),
    "core.clear_sessions": _("Clearing old sign-ins"),
}


def job_name(key: str) -> str:
    """The words for a job; its own name where somebody forgot them."""
    return str(JOBS.get(key, key))
