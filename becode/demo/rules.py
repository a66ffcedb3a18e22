"""Lists that go by a rule of their own, and one whose next rule is still a draft."""

from datetime import datetime

from applicants.enums import AfterDecline, Criterion
from applicants.workflow.policies import switch_on, write_policy
from becode.accounts.enums import Role
from becode.demo.crowd import Crowd

OWN_RULE, DRAFTED = "LIE", "ANT"


def add_rules(crowd: Crowd) -> None:
    """Liège goes by the date of the application; Antwerp thinks of doing without priorities."""
    world = crowd.world
    web = world.tracks["WEB"]

    def set_own_rule(at: datetime) -> None:
        manager = world.colleagues.acting(Role.CAMPUS_MANAGER, OWN_RULE)
        policy = write_policy(
            campus=world.campuses[OWN_RULE],
            track=web,
            criteria=[Criterion.PRIORITY, Criterion.APPLIED, Criterion.NUMBER],
            after_decline=AfterDecline.KEEP,
            remark="Our answer took long in spring: nobody loses a place by it.",
            actor=manager,
            at=at,
        )
        switch_on(policy=policy, actor=manager, at=at)

    def draft(at: datetime) -> None:
        write_policy(
            campus=world.campuses[DRAFTED],
            track=web,
            criteria=[Criterion.APPLIED, Criterion.NUMBER],
            after_decline=AfterDecline.ASK,
            remark="First come, first served, without priorities. To be talked over.",
            actor=world.colleagues.acting(Role.CAMPUS_MANAGER, DRAFTED),
            at=at,
        )

    world.chronicle.plan(crowd.soon(60), set_own_rule)
    world.chronicle.plan(crowd.soon(2), draft)
