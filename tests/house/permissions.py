"""Who gets what at every address: the expectations, as data.

A new address fails the tests until it has its line here. `PAGES` has one line per URL name;
`RECORDS` one per list of the staff site, which stands for its list, add, change, edit, history
and delete pages; `VERBS` one per verb of such a record: "list.verb" and the roles that may use it.

What those who may not get: at staff pages 403, or the way to the door for everybody who is no
colleague; at records outside their campuses, companies or person 404, as for a missing record.
"""

from tests.house.expected import (
    absences,
    agreements,
    calendar,
    channels,
    check_in,
    companies,
    deciding,
    ending,
    filling,
    form,
    internships,
    jobs,
    lists,
    matching,
    outcomes,
    outreach,
    people,
    portal,
    progress,
    sending,
    site,
    steering,
    steps,
    waiting,
)
from tests.house.expecting import (
    ACCOUNT,
    ADMISSIONS,
    ALL,
    COACH,
    COHORT_VIEWERS,
    COMPANY,
    DECIDERS,
    HELPERS,
    MANAGER,
    NOBODY_ELSE,
    OPEN,
    PERSON,
    PLACEMENT,
    PLACERS,
    PRIVACY,
    STAFF,
    VAULT,
    VIEWERS,
    Page,
    Records,
    verbs,
)

PARTS = (outreach, form, site, steps, deciding, lists, people, filling, waiting)
PARTS += (calendar, check_in, absences, ending, progress, internships, agreements, jobs)
PARTS += (matching, portal, outcomes, companies, channels, steering, sending)

PAGES: dict[str, Page] = {
    # Everybody
    "to_language": Page(OPEN, get=302),
    "health_live": Page(OPEN),
    "health_ready": Page(OPEN),
    "applicants:public:home": Page(OPEN),
    "applicants:public:privacy": Page(OPEN),
    "applicants:public:apply": Page(OPEN, post=200),
    "applicants:public:step": Page(OPEN, get=302, post=200),
    "applicants:public:check": Page(OPEN, get=302, post=302),
    "applicants:public:interest": Page(OPEN, post=200),
    "applicants:public:thanks": Page(OPEN, get=302),
    "applicants:public:restart": Page(OPEN, get=405, post=302),
    # The door
    "account_login": Page(OPEN, post=200, others={"accounts": (302, 302)}),
    "account_request_login_code": Page(OPEN, get=302, post=302),
    "account_confirm_login_code": Page(OPEN, get=302, post=302),
    "account_inactive": Page(OPEN),
    "account_logout": Page(OPEN, get=302, post=302, others={"accounts": (200, 302)}),
    "accounts:demo_sign_in": Page(OPEN, get=404, post=404),
    "accounts:after_sign_in": Page(ACCOUNT, get=302),
    "mfa_index": Page(ACCOUNT),
    "mfa_authenticate": Page(OPEN, get=302, post=302),
    "mfa_reauthenticate": Page(ACCOUNT, get=403, post=403),
    "mfa_activate_totp": Page(ACCOUNT, post=200),
    "mfa_deactivate_totp": Page(ACCOUNT, get=404, post=404),
    "mfa_view_recovery_codes": Page(ACCOUNT, get=404),
    "mfa_generate_recovery_codes": Page(ACCOUNT, post=200),
    "mfa_download_recovery_codes": Page(ACCOUNT, get=404, post=404),
    "mfa_list_webauthn": Page(ACCOUNT),
    "mfa_add_webauthn": Page(ACCOUNT, post=200),
    "mfa_reauthenticate_webauthn": Page(ACCOUNT, get=403, post=403),
    "mfa_remove_webauthn": Page(ACCOUNT, get=404, post=404),
    "mfa_edit_webauthn": Page(ACCOUNT, get=404, post=404),
    "mfa_login_webauthn": Page(OPEN, get=302, post=302),
    # A person's own space
    "portal:my:home": Page(PERSON),
    "portal:my:details": Page(PERSON, post=200),
    "portal:my:sign_in": Page(OPEN, post=200, others={"persons": (302, 200)}),
    "portal:my:code": Page(OPEN, get=302, post=302),
    "portal:my:link": Page(OPEN, post=302, record="link"),
    "portal:my:sign_out": Page(OPEN, post=302),
    "portal:my:stay": Page(PERSON, get=405, post=302),
    "applicants:my:offer": Page(PERSON, get=302),
    "applicants:my:offer pk": Page(PERSON, record="offer"),
    "applicants:my:accept": Page(PERSON, get=405, post=302, record="offer"),
    "applicants:my:decline": Page(PERSON, post=200, record="offer"),
    "applicants:my:withdraw": Page(PERSON, post=200, record="application"),
    "placements:my:profile": Page(PERSON, post=302),
    "placements:my:follow_up": Page(PERSON, post=302, record="follow_up"),
    # Companies
    "placements:company:home": Page(COMPANY),
    "placements:company:colleagues": Page(COMPANY),
    "placements:company:positions": Page(COMPANY),
    "placements:company:new_position": Page(COMPANY, post=200),
    "placements:company:position": Page(COMPANY, record="position"),
    "placements:company:edit_position": Page(COMPANY, post=200, record="position"),
    "placements:company:close_position": Page(COMPANY, post=302, record="position"),
    "placements:company:reopen_position": Page(COMPANY, post=302, record="position"),
    "placements:company:proposal": Page(COMPANY, record="proposal"),
    "placements:company:accept_proposal": Page(COMPANY, get=200, post=302, record="proposal"),
    "placements:company:decline_proposal": Page(COMPANY, post=200, record="proposal"),
    "placements:company:internship": Page(COMPANY, record="internship"),
    # The staff site
    "admin:index": Page(STAFF, post=200),
    "admin:login": Page(OPEN, get=302, post=302, others={"companies": (403, 403)}),
    "admin:logout": Page(STAFF, get=302, post=302),
    "admin:search": Page(STAFF, post=200),
    "admin:search_people": Page(STAFF, roles=(*HELPERS, PRIVACY)),
    "admin:autocomplete": Page(STAFF, get=403),
    "admin:jsi18n": Page(STAFF),
    "admin:app_list": Page(STAFF, post=200, others={"reporting": (404, 404)}),
    "admin:dashboard": Page(STAFF),
    "admin:propose": Page(STAFF, post=200, roles=PLACERS),
    "admin:record_job": Page(STAFF, post=200, roles=PLACERS, record="enrolment"),
    "admin:people_person_needs": Page(
        STAFF,
        post=200,
        roles=VAULT,
        record="person",
        others={"administrator": (403, 403)},
    ),
    # An empty form takes away what may be absent.
    "admin:applicants_application_edit": Page(
        STAFF, post=302, roles=DECIDERS, record="application"
    ),
}
RECORDS: dict[str, Records] = {
    "accounts_user": Records("user", NOBODY_ELSE, add=NOBODY_ELSE, shared=True, has_verbs=True),
    "applicants_application": Records(
        "application", VIEWERS, add=DECIDERS, change=DECIDERS, has_verbs=True
    ),
    "applicants_interestentry": Records("interest", DECIDERS),
    "applicants_seatoffer": Records("offer", VIEWERS, has_verbs=True),
    "applicants_waitlistentry": Records("entry", VIEWERS, has_verbs=True),
    "audit_auditentry": Records("audit", (PRIVACY,), shared=True),
    "campuses_campus": Records("campus", ALL, add=NOBODY_ELSE, change=NOBODY_ELSE, shared=True),
    "campuses_closure": Records(
        "closure", ALL, add=(MANAGER,), change=(MANAGER,), delete=(MANAGER,)
    ),
    "cohorts_cohort": Records("cohort", COHORT_VIEWERS, add=DECIDERS, has_verbs=True),
    "cohorts_enrolment": Records("enrolment", COHORT_VIEWERS, has_verbs=True),
    "cohorts_track": Records("track", ALL, add=NOBODY_ELSE, change=NOBODY_ELSE, shared=True),
    "messaging_message": Records("message", (*HELPERS, PRIVACY), has_verbs=True),
    "people_person": Records("person", (*HELPERS, PRIVACY), change=HELPERS, has_verbs=True),
    "placements_company": Records("company", ALL, add=PLACERS, change=PLACERS, has_verbs=True),
    "placements_followup": Records("follow_up", ALL, has_verbs=True),
    "placements_internship": Records("internship", ALL, has_verbs=True),
    "placements_jobplacement": Records("job", ALL, has_verbs=True),
    "placements_position": Records("position", ALL, has_verbs=True),
    "placements_proposal": Records("proposal", ALL, has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("accounts_user", NOBODY_ELSE, "details roles invite deactivate reactivate"),
    **verbs(
        "applicants_application",
        DECIDERS,
        "offer admit waitlist take-up put-back reject withdraw lapse",
    ),
    **verbs("applicants_waitlistentry", DECIDERS, "priority leave"),
    **verbs(
        "applicants_seatoffer",
        DECIDERS,
        "accept decline defer withdraw more-time no-more-time",
    ),
    **verbs("cohorts_cohort", (COACH, MANAGER), "start internship complete"),
    **verbs("cohorts_cohort", DECIDERS, "seats freed-seats cancel"),
    **verbs("cohorts_enrolment", (COACH, MANAGER), "graduate internship leave"),
    **verbs("cohorts_enrolment", (COACH, PLACEMENT, MANAGER), "profile"),
    **verbs("cohorts_enrolment", (ADMISSIONS, COACH, MANAGER), "withdraw no-show came transfer"),
    **verbs("messaging_message", HELPERS, "again"),
    **verbs("people_person", HELPERS, "contact"),
    **verbs("placements_company", PLACERS, "invite offer end_access"),
    **verbs("placements_followup", PLACERS, "answer no_answer opt_out"),
    **verbs("placements_jobplacement", PLACERS, "evidence end"),
    **verbs("placements_position", PLACERS, "change reopen close"),
    **verbs("placements_proposal", PLACERS, "plan accept decline withdraw"),
}
for part in PARTS:
    PAGES |= part.PAGES
    RECORDS |= part.RECORDS
    VERBS |= part.VERBS
