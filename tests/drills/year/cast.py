"""Who is in the year: the 24 of the cohort with their ways through it, others, and the staff.

- **steady**: does everything on its day. **slow**: waits until every reminder came, and **texted**
  does the same by phone. **left**: stops in June. **gone**: gives the seat back before the start.
- Beside the 24: **undone** never sends the form, **rejected** hears no, **lapsed** never comes,
  **silent** does not answer an offer, **waiting** waits for two years.
"""

from collections.abc import Iterator

from tests.drills.year.facts import Fact, after, day

NUMBERS_OF = {"steady": 14, "slow": 4, "texted": 2, "left": 3, "gone": 1}
LETTERS = "abcdefghijklmnop"
COHORT = [kind + letter for kind, many in NUMBERS_OF.items() for letter in LETTERS[:many]]
OTHERS = ["undone", "rejected", "lapsed", "silent", "waiting"]

# The last evening before the start and the third day before the internship change the clocks.
START, END = day("2026-03-30"), day("2026-10-27")
INTERNSHIP, LAST = day("2026-10-28"), day("2027-01-22")
CLOCKS_CHANGE = (day("2026-03-29"), day("2026-10-25"))
FIRST_WEEK, WEEK_4, HALF_WAY = after(INTERNSHIP, 5), after(INTERNSHIP, 25), day("2026-12-10")
# Training days are Monday to Friday without public holidays: 147 of them, this is the 74th.
MIDDLE = day("2026-07-15")
LAST_LESSONS = [
    day(text)
    for text in (
        "2026-03-31", "2026-04-30", "2026-05-29", "2026-06-30", "2026-07-31", "2026-08-31",
        "2026-09-30", "2026-10-27",
    )
]  # fmt: skip
LAST_HOURS = [day(text) for text in ("2026-10-30", "2026-11-30", "2026-12-31", "2027-01-22")]
LEFT_ON = day("2026-06-15")
QUESTIONS = {
    LAST: ("2027-02-22", "2027-04-22", "2027-07-22", "2028-01-22", "2029-01-22"),
    LEFT_ON: ("2026-07-15", "2026-09-15", "2026-12-15", "2027-06-15", "2028-06-15"),
}

STAFF = {
    "admissions": ("amina@school.example",),
    "assessors": ("amina@school.example", "ben@school.example", "carla@school.example"),
    "scorers": ("ben@school.example", "carla@school.example"),
    "team": ("carla@school.example",),
    "manager": ("mieke@school.example",),
    "placement": ("petra@school.example",),
    "owner": ("olga@school.example",),
}
COMPANIES = ("kind", "quiet")


def kind_of(who: str) -> str:
    return who if who in OTHERS else who[:-1]


def address_of(who: str) -> str:
    if kind_of(who) == "texted":
        return f"+3247012345{LETTERS.index(who[-1])}"
    return f"{who}@mail.example"


def company_of(who: str) -> str:
    """Where somebody does their internship."""
    if who in COMPANIES:
        return who
    return "kind" if kind_of(who) == "steady" else "quiet"


def contact(company: str, role: str) -> str:
    return f"{role}@{company}.example"


def readers(word: str, fact: Fact) -> Iterator[str]:
    """The addresses behind a word of the table."""
    company = company_of(fact.who)
    for one in word.split("+"):
        if one in ("person", "draft"):
            yield address_of(fact.who)
        elif one == "signers":
            yield from signers(fact.who)
        elif one == "contacts":
            yield from (contact(company, role) for role in ("mentor", "recruiter", "signer"))
        elif one in ("mentor", "recruiter"):
            yield contact(company, one)
        else:
            yield from STAFF[one]


def signers(who: str) -> tuple[str, ...]:
    """Whose signatures an agreement needs: the learner, the company, the school."""
    return address_of(who), contact(company_of(who), "signer"), *STAFF["placement"]
