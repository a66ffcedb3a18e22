"""What is done when a fact of the internship, or of the time after it, happens."""

from becode.core.actors import Actor
from becode.people.workflow import correct_person, give_consents
from placements.enums import Party
from placements.models import (
    ExitForm,
    FollowUp,
    FrameworkAgreement,
    InternshipEvaluation,
    JobPlacement,
    Position,
    Proposal,
)
from placements.workflow import (
    agreeing,
    agreements,
    evidence,
    exit_forms,
    follow_ups,
    framework,
    intern_evaluations,
    intern_months,
    internships,
    jobs,
    papers,
    positions,
    proposals,
    signing,
)
from tests.drills.year import cast
from tests.drills.year.facts import Fact, after, day, local
from tests.drills.year.world import World
from tests.factories_agreements import OFFICE_HOURS
from tests.factories_placements import signed_sheet

OBJECTIVES = [{"competence": "Frontend", "task": "Builds screens", "level": 3}]
SKILLS = ("technical", "autonomy", "communication", "teamwork", "punctuality")


def position(world: World, fact: Fact) -> None:
    """A place that nobody takes."""
    _post(world, fact, title="Helper of the web team", places=1)


def _post(world: World, fact: Fact, *, title: str, places: int) -> Position:
    return positions.post(
        company=world.companies[cast.company_of(fact.who)],
        title=title,
        tasks="Build pages.",
        campus=world.campus,
        site="Brussels",
        languages=["en"],
        places=places,
        actor=world.acting("petra"),
        at=fact.at,
    )


def position_closed(world: World, fact: Fact) -> None:
    found = Position.objects.get(company=world.companies[fact.who], title__startswith="Helper")
    positions.close(position=found, actor=world.acting("petra"), at=fact.at)


def framework_begins(world: World, fact: Fact) -> None:
    petra = world.acting("petra")
    agreement = framework.draft(
        company=world.companies[fact.who],
        start_on=local(fact.at).date(),
        end_on=fact.counts_from,
        owner=world.staff["olga"],
        actor=petra,
        at=fact.at,
    )
    framework.activate(agreement=agreement, actor=petra, at=fact.at)


def framework_ended(world: World, fact: Fact) -> None:
    """One company ends it; the other one's runs out by itself before."""
    agreement = FrameworkAgreement.objects.get(company=world.companies[fact.who])
    if agreement.state == "active":
        framework.end(
            agreement=agreement,
            ended_on=local(fact.at).date(),
            actor=world.acting("petra"),
            at=fact.at,
        )


def proposed(world: World, fact: Fact) -> None:
    enrolment, company = world.enrolment(fact.who), cast.company_of(fact.who)
    give_consents(
        person=enrolment.person,
        purposes=["share_profile"],
        text_version="1",
        language="en",
        channel="form",
        actor=world.me(fact.who),
        at=fact.at,
    )
    title = "Junior web developer"
    found = Position.objects.filter(company=world.companies[company], title=title).first()
    proposals.propose(
        enrolment=enrolment,
        position=found or _post(world, fact, title=title, places=_places(company)),
        actor=world.acting("petra"),
        at=fact.at,
    )


def _places(company: str) -> int:
    """As many as will be taken, so that the position is filled and asks for nothing."""
    stay = [who for who in cast.COHORT if cast.kind_of(who) not in ("left", "gone")]
    return sum(1 for who in stay if cast.company_of(who) == company)


def _proposal(world: World, fact: Fact) -> Proposal:
    found = Proposal.objects.select_related("position__company", "enrolment__person")
    return found.get(enrolment=world.enrolment(fact.who))


def answered_by_company(world: World, fact: Fact) -> None:
    user = world.contact(cast.company_of(fact.who), "recruiter").user
    proposals.accept(proposal=_proposal(world, fact), actor=Actor.user(user), at=fact.at)


def place(world: World, fact: Fact) -> None:
    agreeing.agree(proposal=_proposal(world, fact), actor=world.me(fact.who), at=fact.at)


def planned(world: World, fact: Fact) -> None:
    internships.plan(
        proposal=_proposal(world, fact),
        actor=world.acting("petra"),
        at=fact.at,
        mentor=world.contact(cast.company_of(fact.who), "mentor"),
    )


def agreement(world: World, fact: Fact) -> None:
    internship, petra = world.internship(fact.who), world.acting("petra")
    correct_person(
        person=internship.enrolment.person,
        actor=world.me(fact.who),
        at=fact.at,
        changes={"address": "Kerkstraat 3", "postcode": "1000", "municipality": "Brussel"},
    )
    papers.change_facts(
        internship=internship,
        changes={"frame": "brussels", "insured_by": "school", "dimona_by": "office"},
        actor=petra,
        at=fact.at,
    )
    papers.change_week(internship=internship, week=OFFICE_HOURS, actor=petra, at=fact.at)
    papers.change_objectives(internship=internship, objectives=OBJECTIVES, actor=petra, at=fact.at)
    agreements.make(
        internship=world.internship(fact.who),
        signatories=[world.contact(cast.company_of(fact.who), "signer")],
        school_user=world.staff["petra"],
        actor=petra,
        at=fact.at,
    )


def signed_by(world: World, fact: Fact) -> None:
    """`about` is the address of who signs."""
    parties = dict(
        zip(cast.signers(fact.who), (Party.LEARNER, Party.HOST, Party.SCHOOL), strict=True)
    )
    paper = world.internship(fact.who).agreements.get()
    signing.sign(
        signature=paper.signatures.with_agreement().get(party=parties[fact.about]),
        mark="name: Somebody",
        proof=signing.Proof("link", 1),
        actor=world.me(fact.who),
        at=fact.at,
    )


def sheet(world: World, fact: Fact) -> None:
    signed_sheet(world.internship(fact.who), at=fact.at)


def insured(world: World, fact: Fact) -> None:
    papers.change_facts(
        internship=world.internship(fact.who),
        changes={
            "insurer": "Ethias",
            "policy_number": "P-1",
            "insured_until": after(cast.LAST, 30),
            "dimona_number": "123456789012",
            "dimona_on": local(fact.at).date(),
        },
        actor=world.acting("petra"),
        at=fact.at,
    )


def learner_filed(world: World, fact: Fact) -> None:
    _evaluate(world, fact, by="learner")


def mentor_filed(world: World, fact: Fact) -> None:
    _evaluate(world, fact, by="mentor")


def _evaluate(world: World, fact: Fact, *, by: str) -> None:
    found = InternshipEvaluation.objects.select_related("internship__enrolment__person")
    intern_evaluations.file_evaluation(
        evaluation=found.get(internship=world.internship(fact.who), moment=fact.about, by=by),
        marks=dict.fromkeys(SKILLS, 3),
        strengths="",
        work_points="",
        action="",
        filed_by="Somebody",
        would_hire="maybe",
        actor=world.me(fact.who),
        at=fact.at,
    )


def confirmed(world: World, fact: Fact) -> None:
    intern_months.confirm(
        internship=world.internship(fact.who),
        month=day(f"{fact.about}-01"),
        said={},
        confirmed_by="Somebody",
        actor=world.acting("petra"),
        at=fact.at,
    )


def done(world: World, fact: Fact) -> None:
    internships.complete(
        internship=world.internship(fact.who), actor=world.acting("petra"), at=fact.at
    )


def exit_told(world: World, fact: Fact) -> None:
    exit_forms.file_exit_form(
        form=ExitForm.objects.get(enrolment=world.enrolment(fact.who)),
        situation="seeking",
        actor=world.me(fact.who),
        at=fact.at,
    )


def answered(world: World, fact: Fact) -> None:
    if not fact.about:
        answered_by_company(world, fact)
        return
    question = FollowUp.objects.get(enrolment=world.enrolment(fact.who), due_on=day(fact.about))
    follow_ups.answer(follow_up=question, answer="seeking", actor=world.me(fact.who), at=fact.at)


def no_more(world: World, fact: Fact) -> None:
    on = local(fact.at).date()
    question = FollowUp.objects.get(enrolment=world.enrolment(fact.who), due_on=on)
    follow_ups.opt_out(follow_up=question, actor=world.me(fact.who), at=fact.at)


def job(world: World, fact: Fact) -> None:
    company = world.companies[cast.company_of(fact.who)]
    jobs.report_job(
        enrolment=world.enrolment(fact.who),
        employer_name=company.name,
        company=company,
        function="Developer",
        contract_type="permanent",
        start_on=local(fact.at).date(),
        reported_by="person",
        may_ask_employer=True,
        actor=world.me(fact.who),
        at=fact.at,
    )


def evidence_came(world: World, fact: Fact) -> None:
    evidence.add(
        job=JobPlacement.objects.get(enrolment=world.enrolment(fact.who)),
        level="A",
        note="The contract, seen at school.",
        actor=world.acting("petra"),
        at=fact.at,
    )


DEEDS = {
    "position": position,
    "position closed": position_closed,
    "framework": framework_begins,
    "framework ended": framework_ended,
    "proposed": proposed,
    "answered": answered,
    "place": place,
    "planned": planned,
    "agreement": agreement,
    "signed by": signed_by,
    "sheet": sheet,
    "insured": insured,
    "learner filed": learner_filed,
    "mentor filed": mentor_filed,
    "confirmed": confirmed,
    "done": done,
    "exit told": exit_told,
    "no more": no_more,
    "job": job,
    "evidence": evidence_came,
}
