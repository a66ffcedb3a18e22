"""Every periodic job, in one place. Each is harmless when it runs twice.

One that no worker took in its time expires: after an outage there is no heap of them.
"""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep reminders": {"task": "reminders.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "end offers": {
        "task": "applicants.expire_offers",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "look after those who left": {
        "task": "placements.plan_follow_ups",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "settle framework agreements": {
        "task": "placements.settle_agreements",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "start internships that lack nothing": {
        "task": "placements.start_internships",
        "schedule": 900.0,
        "options": {"expires": 600},
    },
    "end proposals without an answer": {
        "task": "placements.end_silent_proposals",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "end positions that nobody renewed": {
        "task": "placements.expire_positions",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "answer who asked for a link": {"task": "portal.answer_link_requests", "schedule": 15.0},
    "forget old drafts": {
        "task": "applicants.forget_drafts",
        "schedule": 86_400.0,
        "options": {"expires": 3600},
    },
    "close unanswered referrals": {
        "task": "applicants.lapse_referrals",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "forget orphaned files": {
        "task": "files.forget_orphans",
        "schedule": 86_400.0,
        "options": {"expires": 3600},
    },
    "end applications of no-shows": {
        "task": "applicants.lapse_no_shows",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "ask who waits whether they still do": {
        "task": "applicants.ask_still_interested",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "raise attendance flags": {
        "task": "cohorts.raise_flags",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "fix entry records": {
        "task": "cohorts.fix_entry_records",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "plan evaluations": {
        "task": "cohorts.plan_evaluations",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "forget proofs of absences": {
        "task": "cohorts.forget_absence_proofs",
        "schedule": 86_400.0,
        "options": {"expires": 3600},
    },
    "clear old sessions": {
        "task": "core.clear_sessions",
        "schedule": 86_400.0,
        "options": {"expires": 3600},
    },
    "deliver what is due": {
        "task": "messaging.deliver_due",
        "schedule": 15.0,
        "options": {"expires": 30},
    },
    "deliver texts that are due": {
        "task": "messaging.deliver_texts",
        "schedule": 15.0,
        "options": {"expires": 30},
    },
    "purge the words of old messages": {
        "task": "messaging.purge_bodies",
        "schedule": 21_600.0,
        "options": {"expires": 3600},
    },
}
