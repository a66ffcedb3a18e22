"""A company on a phone: invited, in by a link, a position, a yes, a hire, a colleague goes on."""

import pytest

from tests.journeys import company_steps as steps
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey

# What is joined later (signing, evaluating) goes between the yes and the hire.
STEPS = (steps.come_in, steps.offer, steps.offer_again, steps.say_yes, steps.hire)


@pytest.mark.parametrize(("language", "javascript"), [("nl", True), ("fr", False)])
def test_from_the_invitation_to_the_hire(school, visitor, language, javascript):
    def company(name, email):
        page = visitor(viewport=PHONE, language=language, javascript=javascript)
        return steps.Company(school, page, language, name, email)

    bakery = company(f"Bakkerij {language}", f"bea-{language}@bakery.example")
    for step in STEPS:
        step(bakery)
    steps.leave_to(bakery, company(bakery.name, f"karim-{language}@bakery.example"))
