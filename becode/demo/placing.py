"""From the training to the job: places, proposals, internships, jobs, follow-ups."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core import clock
from becode.core.actors import Actor
from becode.demo import internship_papers
from becode.demo.applying import Story
from becode.demo.chronicle import office_hours, working_day
from becode.demo.groups import GroupLife, JobPlan
from becode.demo.partners import Partner
from becode.demo.words import companies as words
from cohorts.models import Enrolment
from placements.enums import FollowUpState
from placements.models import FollowUp, Internship, JobPlacement, Position, Proposal
from placements.workflow import (
    agreeing,
    during,
    follow_up_plan,
    follow_ups,
    internships,
    jobs,
    positions,
    proposals,
)


@dataclass(slots=True)
class Placing:
    """The placement officer's work for one cohort; a position for each partner of the campus."""

    life: GroupLife
    _positions: dict[int, Position] = field(default_factory=dict)
    _kept_for: dict[tuple[int, int], Position] = field(default_factory=dict)

    @property
    def officer(self) -> Actor:
        return self.life.world.colleagues.acting(Role.PLACEMENT, self.life.group.campus)

    @property
    def partners(self) -> list[Partner]:
        return self.life.world.partners.at_campus(self.life.group.campus)

    def post_positions(self, at: datetime, *, places: int) -> None:
        group = self.life.group
        for partner in self.partners:
            self._positions[partner.company.pk] = partner.post(
                track=self.life.world.tracks[group.track],
                campus=self.life.world.campuses[group.campus],
                places=places,
                start_on=self.life.dates.internship_start_on,
                at=at,
            )

    def post_one(self, at: datetime, story: Story, partner: Partner) -> None:
        """A place that one partner offers with this learner in mind."""
        group = self.life.group
        self._kept_for[id(story), partner.company.pk] = partner.post(
            track=self.life.world.tracks[group.track],
            campus=self.life.world.campuses[group.campus],
            places=1,
            start_on=None,
            at=at,
        )

    def propose(self, at: datetime, story: Story, partner: Partner) -> None:
        notes = words.PROPOSAL_NOTES[partner.words.language]
        key = partner.company.pk
        proposals.propose(
            enrolment=story.enrolment,
            position=self._kept_for.get((id(story), key)) or self._positions[key],
            actor=self.officer,
            at=at,
            note=self.life.world.chance.choice(notes),
        )

    def proposal(self, story: Story, partner: Partner) -> Proposal:
        """The latest one of this learner at this partner."""
        found = story.enrolment.proposals.filter(position__company=partner.company)
        return found.order_by("-pk")[0]

    def accept(self, at: datetime, story: Story, partner: Partner) -> None:
        proposal = self.proposal(story, partner)
        proposals.accept(proposal=proposal, actor=partner.actor, at=at)
        agreeing.agree(proposal=proposal, actor=story.me, at=at)

    def decline(self, at: datetime, story: Story, partner: Partner, reason: str) -> None:
        proposals.decline(
            proposal=self.proposal(story, partner),
            reason=reason,
            actor=partner.actor,
            at=at,
            note=words.DECLINE_NOTES[reason],
        )

    def take_back(self, at: datetime, story: Story, partner: Partner) -> None:
        proposals.withdraw(proposal=self.proposal(story, partner), actor=self.officer, at=at)

    def stop_sharing(self, at: datetime, story: Story) -> None:
        proposals.stop_sharing_profile(person=story.person, actor=story.me, at=at)

    def plan_internship(
        self, at: datetime, story: Story, partner: Partner, start_on: date | None = None
    ) -> None:
        internships.plan(
            proposal=self.proposal(story, partner),
            actor=self.officer,
            at=at,
            start_on=start_on,
            mentor=partner.users[-1].company_contact,
        )

    def start(self, at: datetime, story: Story) -> None:
        """With its papers in order; what follows is planned as far as its day has come."""
        internship, world = _latest(story), self.life.world
        who = self.paperwork(internship)
        internship_papers.make_ready(internship, who, at=at)
        internships.start(internship=internship, actor=self.officer, at=at)
        internship_papers.plan_what_follows(
            internship, who, chronicle=world.chronicle, chance=world.chance
        )

    def paperwork(self, internship: Internship) -> internship_papers.Paperwork:
        assert internship.mentor is not None
        officer = User.objects.get(pk=self.officer.key)
        return internship_papers.Paperwork(officer=officer, mentor=internship.mentor.user)

    def complete(self, at: datetime, story: Story) -> None:
        internships.complete(internship=_latest(story), actor=self.officer, at=at)

    def break_off(self, at: datetime, story: Story, note: str) -> None:
        during.break_off(internship=_latest(story), note=note, actor=self.officer, at=at)

    def cancel(self, at: datetime, story: Story, note: str) -> None:
        internships.cancel(internship=_latest(story), note=note, actor=self.officer, at=at)

    def close_positions(self, at: datetime) -> None:
        """What nobody took is closed once the internships run."""
        for position in self._positions.values():
            position.refresh_from_db()
            if position.state == "open":
                positions.close(
                    position=position,
                    actor=self.life.world.partners.of(position.company).actor,
                    at=at,
                )

    def record_job(self, at: datetime, story: Story, plan: JobPlan, start_on: date) -> None:
        """A job with its evidence; every other one at a partner company."""
        chance, enrolment = self.life.world.chance, story.enrolment
        host = enrolment.internships.order_by("-pk").first()
        functions = words.FUNCTIONS_IN_FIELD if plan.in_field else words.FUNCTIONS_ELSEWHERE
        jobs.record_job(
            enrolment=enrolment,
            function=chance.choice(functions),
            contract_type=plan.contract,
            start_on=start_on,
            actor=self.officer,
            at=at,
            company=host.company if host and plan.at_host else None,
            employer_name="" if host and plan.at_host else chance.choice(words.EMPLOYERS),
            hours_percent=plan.hours,
            end_on=start_on + timedelta(days=plan.ends_after) if plan.ends_after else None,
            in_field=plan.in_field,
            evidence_level=plan.evidence,
            evidence_note=chance.choice(words.EVIDENCE[plan.evidence]),
        )

    def plan_jobs(self, at: datetime) -> None:
        """After the graduation: who finds work when, up to today."""
        world = self.life.world
        for story, plan in zip(self.life.stayers, self.life.group.jobs, strict=False):
            if plan.days:
                start_on = clock.local_day(at) + timedelta(days=plan.days)
                told_at = office_hours(
                    world.chance, start_on + timedelta(days=world.chance.randint(1, 6))
                )
                world.chronicle.plan_if_past(
                    told_at, partial(self.record_job, story=story, plan=plan, start_on=start_on)
                )

    def ask_later(self, at: datetime) -> None:
        """Plan the questions of everybody who left us, and the answers they gave by now."""
        mine = Enrolment.objects.filter(cohort=self.life.cohort)
        follow_up_plan.plan_exit_forms(among=mine)
        follow_up_plan.plan_follow_ups(among=mine)
        world = self.life.world
        asked = FollowUp.objects.unanswered().filter(
            enrolment__cohort=self.life.cohort, due_on__gte=clock.local_day(at)
        )
        for question in asked.order_by("due_on", "pk"):
            delay = world.chance.randint(1, 12)
            moment = office_hours(world.chance, question.due_on + timedelta(days=delay))
            world.chronicle.plan_if_past(moment, partial(self._answer, question=question))

    def _answer(self, at: datetime, question: FollowUp) -> None:
        """Work when there is a job, else mostly looking; some are silent, few want no questions."""
        question.refresh_from_db()
        if question.state != FollowUpState.PLANNED:
            return
        chance = self.life.world.chance
        person = Actor.person(question.enrolment.person)
        works = JobPlacement.objects.filter(
            enrolment=question.enrolment, start_on__lte=clock.local_day(at)
        ).exists()
        if chance.random() < 0.15:
            follow_ups.record_no_answer(follow_up=question, actor=self.officer, at=at)
        elif chance.random() < 0.05:
            follow_ups.opt_out(follow_up=question, actor=person, at=at)
        else:
            without = chance.choice(("seeking", "seeking", "studying", "something_else"))
            follow_ups.answer(
                follow_up=question, answer="working" if works else without, actor=person, at=at
            )


def _latest(story: Story) -> Internship:
    return story.enrolment.internships.order_by("-pk")[0]


def place(life: GroupLife) -> Placing:
    """Plan a whole cohort's way into companies, as far as it has come by now."""
    return plan_placing(Placing(life))


def plan_placing(placing: Placing) -> Placing:
    """Plan what one officer does for a cohort."""
    life = placing.life
    world, chance = life.world, life.world.chance
    plan = world.chronicle.plan_if_past
    first_on, last_on = life.dates.internship_start_on, life.dates.internship_end_on
    if first_on is not None and last_on is not None:
        placed = [story for story in life.stories if _is_there(life, story, on=first_on)]
        places = -(-len(placed) // len(placing.partners))
        posted_on = first_on - timedelta(days=90)
        plan(office_hours(chance, posted_on), partial(placing.post_positions, places=places))
        for number, story in enumerate(placed):
            if number not in life.group.twists:
                _place_learner(placing, number, story, first_on=first_on, last_on=last_on)
        plan(office_hours(chance, first_on + timedelta(days=6)), placing.close_positions)
    graduated_at = clock.at_local(working_day(life.graduation_on), 18)
    plan(graduated_at, placing.plan_jobs)
    plan(graduated_at, placing.ask_later)
    return placing


def _place_learner(
    placing: Placing, number: int, story: Story, *, first_on: date, last_on: date
) -> None:
    """Each learner to another partner in turn; every fourth hears a no elsewhere first."""
    chance, partners = placing.life.world.chance, placing.partners
    plan = placing.life.world.chronicle.plan_if_past
    partner = partners[number % len(partners)]
    proposed_on = first_on - timedelta(days=chance.randint(35, 45))
    if number % 4 == 3:
        other = partners[(number + 1) % len(partners)]
        before = proposed_on - timedelta(days=16)
        reason = chance.choice(sorted(words.DECLINE_NOTES))
        plan(office_hours(chance, before), partial(placing.propose, story=story, partner=other))
        plan(
            office_hours(chance, before + timedelta(days=6)),
            partial(placing.decline, story=story, partner=other, reason=reason),
        )
    plan(office_hours(chance, proposed_on), partial(placing.propose, story=story, partner=partner))
    answered_on = proposed_on + timedelta(days=chance.randint(6, 10))
    plan(office_hours(chance, answered_on), partial(placing.accept, story=story, partner=partner))
    planned_on = answered_on + timedelta(days=6)
    plan(
        office_hours(chance, planned_on),
        partial(placing.plan_internship, story=story, partner=partner),
    )
    plan(clock.at_local(first_on, 9), partial(placing.start, story=story))
    left_on = placing.life.left_on(story)
    if left_on is None:
        plan(clock.at_local(last_on, 18), partial(placing.complete, story=story))
    else:
        note = "Stopped the training; the company was told by phone."
        plan(clock.at_local(left_on, 8), partial(placing.break_off, story=story, note=note))


def _is_there(life: GroupLife, story: Story, *, on: date) -> bool:
    left_on = life.left_on(story)
    return left_on is None or left_on > on
