"""The form: questions, drafts, help, documents: who gets what."""

from tests.house.expecting import (
    ADMISSIONS,
    DECIDERS,
    MANAGER,
    OPEN,
    PERSON,
    PRIVACY,
    STAFF,
    Page,
    Records,
    verbs,
)

DOCUMENT_VIEWERS = (ADMISSIONS, MANAGER, PRIVACY)

PAGES: dict[str, Page] = {
    "applicants:public:save": Page(OPEN, get=302, post=302),
    "applicants:public:saved": Page(OPEN),
    "applicants:public:resume": Page(OPEN, post=302, record="draft_link"),
    "applicants:public:help": Page(OPEN, post=200),
    "applicants:public:help_asked": Page(OPEN),
    "applicants:my:confirm": Page(PERSON, get=405, post=302, record="application"),
    "applicants:my:disown": Page(PERSON, post=302, record="application"),
    "applicants:my:document": Page(PERSON, post=200, record="document"),
    "applicants:my:document_file": Page(PERSON, record="document"),
    "admin:applicants_applicationdocument_file": Page(
        STAFF, post=200, roles=DOCUMENT_VIEWERS, record="document"
    ),
    "admin:answer_file": Page(STAFF, post=200, roles=DOCUMENT_VIEWERS, record="answer"),
}
RECORDS: dict[str, Records] = {
    "applicants_applicationdocument": Records("document", DOCUMENT_VIEWERS, has_verbs=True),
    "applicants_helprequest": Records("help_request", DECIDERS, has_verbs=True),
    "applicants_question": Records(
        "question", (MANAGER,), add=(MANAGER,), shared=True, has_verbs=True
    ),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("applicants_application", DECIDERS, "confirm ask-document"),
    **verbs("applicants_applicationdocument", DECIDERS, "verify refuse waive"),
    **verbs("applicants_helprequest", DECIDERS, "done again"),
    **verbs("applicants_question", (MANAGER,), "change switch-off switch-on"),
}
