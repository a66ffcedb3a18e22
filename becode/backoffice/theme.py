"""The staff site's navigation: by work, not by table."""

from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice import pages
from becode.backoffice.requests import StaffRequest

# Groups of (words, icon, URL name); who sees a link is decided by the list or page it leads to.
WORK: list[tuple[Any, list[tuple[Any, str, str]]]] = [
    (
        "",
        [
            (_("Today"), "today", "admin:index"),
            (_("Dashboard"), "monitoring", "admin:dashboard"),
            (_("Outcomes"), "trending_up", "admin:outcomes"),
        ],
    ),
    (
        _("Intake"),
        [
            (_("Board"), "view_kanban", "admin:board"),
            (_("Applicants"), "person_search", "admin:applicants_application_changelist"),
            (_("To call"), "call", "admin:call_list"),
            (_("Appointments"), "event", "admin:applicants_slot_changelist"),
            (_("Scoring"), "rate_review", "admin:scoring"),
            (_("Documents"), "description", "admin:applicants_applicationdocument_changelist"),
            (_("Waitlists"), "format_list_numbered", "admin:waitlists"),
            (_("Seat offers"), "event_seat", "admin:applicants_seatoffer_changelist"),
            (_("Interest list"), "child_care", "admin:applicants_interestentry_changelist"),
            (_("Import"), "upload_file", "admin:imports"),
        ],
    ),
    (
        _("Outreach"),
        [
            (_("Activities"), "campaign", "admin:applicants_outreachactivity_changelist"),
            (_("Referral partners"), "diversity_3", "admin:applicants_referralpartner_changelist"),
            (_("Referrals"), "group_add", "admin:applicants_referral_changelist"),
            (_("Contacts made"), "contacts", "admin:applicants_outreachcontact_changelist"),
            (_("Results of outreach"), "query_stats", "admin:outreach_results"),
        ],
    ),
    (
        _("Training"),
        [
            (_("Cohorts"), "groups", "admin:cohorts_cohort_changelist"),
            (_("Calendar"), "calendar_month", "admin:calendar"),
            (_("Learners"), "school", "admin:cohorts_enrolment_changelist"),
            (_("Absences"), "event_busy", "admin:cohorts_absence_changelist"),
            (_("Attendance flags"), "flag", "admin:cohorts_attendanceflag_changelist"),
            (_("Months of hours"), "lock_clock", "admin:months"),
            (_("Files of learners"), "folder_open", "admin:cohorts_fileitem_changelist"),
            (_("Laptops"), "laptop_mac", "admin:cohorts_laptop_changelist"),
            (_("Laptop loans"), "assignment_return", "admin:cohorts_laptoploan_changelist"),
            (_("Certificates"), "workspace_premium", "admin:cohorts_certificate_changelist"),
        ],
    ),
    (
        _("Internships and jobs"),
        [
            (_("Companies"), "apartment", "admin:placements_company_changelist"),
            (
                _("Framework agreements"),
                "contract",
                "admin:placements_frameworkagreement_changelist",
            ),
            (_("Positions"), "work_outline", "admin:placements_position_changelist"),
            (_("Who fits where"), "join", "admin:matching"),
            (_("Proposals"), "handshake", "admin:placements_proposal_changelist"),
            (_("Internships"), "badge", "admin:placements_internship_changelist"),
            (_("Agreements"), "contract", "admin:placements_internshipagreement_changelist"),
            (_("Hours of interns"), "pending_actions", "admin:intern_months"),
            (_("Visits to interns"), "directions_walk", "admin:placements_visit_changelist"),
            (_("Jobs"), "work", "admin:placements_jobplacement_changelist"),
            (_("Follow-ups"), "contact_phone", "admin:placements_followup_changelist"),
            (_("Calls after leaving"), "phone_in_talk", "admin:follow_up_calls"),
            (_("Forms at the exit"), "logout", "admin:placements_exitform_changelist"),
            (_("Further studies"), "menu_book", "admin:placements_furtherstudy_changelist"),
            (
                _("Left out of the figures"),
                "person_off",
                "admin:placements_outcomeexclusion_changelist",
            ),
        ],
    ),
    (
        _("Everybody"),
        [
            (_("People"), "people", "admin:people_person_changelist"),
            (_("Duplicates"), "join_inner", "admin:duplicates"),
            (_("Messages"), "mail", "admin:messaging_message_changelist"),
            (_("Addresses that do not work"), "mail_off", "admin:returned"),
            (_("Reminders"), "notifications", "admin:reminders"),
        ],
    ),
    (
        _("Settings"),
        [
            (_("Campuses"), "location_city", "admin:campuses_campus_changelist"),
            (_("Rooms"), "meeting_room", "admin:cohorts_room_changelist"),
            (_("Tracks"), "route", "admin:cohorts_track_changelist"),
            (_("Steps of the selection"), "stairs", "admin:applicants_selectionstep_changelist"),
            (_("Rules of eligibility"), "rule", "admin:applicants_eligibilityrule_changelist"),
            (_("Questions of the form"), "quiz", "admin:applicants_question_changelist"),
            (_("Pages of the site"), "article", "admin:pages_pagetext_changelist"),
            (_("Closures"), "event_busy", "admin:campuses_closure_changelist"),
            (_("Colleagues and accounts"), "manage_accounts", "admin:accounts_user_changelist"),
            (_("Status of messages"), "monitor_heart", "admin:message_status"),
            (_("Audit"), "history", "admin:audit_auditentry_changelist"),
        ],
    ),
]


def navigation(request: StaffRequest) -> list[dict[str, Any]]:
    """The groups of links this colleague may follow."""
    groups = []
    for title, links in WORK:
        items = [
            {"title": label, "icon": icon, "link": address}
            for label, icon, name in links
            if (address := _address(request, name))
        ]
        if items:
            groups.append({"title": title, "items": items, "separator": bool(title)})
    return groups


def _address(request: StaffRequest, name: str) -> str:
    """Where a link leads, or nothing when this colleague may not see it."""
    from becode.backoffice.site import staff_site  # the site's settings name this module

    if name.startswith("admin:") and name.endswith("_changelist"):
        model_key = name.removeprefix("admin:").removesuffix("_changelist")
        for model, admin in staff_site._registry.items():
            if f"{model._meta.app_label}_{model._meta.model_name}" == model_key:
                return reverse(name) if admin.has_view_permission(request) else ""
        return ""
    if not pages.may_open(name.removeprefix("admin:"), request.user):
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def searchable(request: StaffRequest) -> list[str]:
    """The models the command palette searches: by name, never anything of the vault."""
    return ["people.person", "cohorts.cohort", "placements.company"]


def environment(request: StaffRequest) -> list[str] | None:
    """A label that a trial is a trial."""
    return [str(_("Trial")), "info"] if settings.PRINT_SECRETS else None
