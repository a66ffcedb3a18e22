"""A short run of the machine of seats in every test run; the long one is a drill."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.applicants.seats_machine import Seats

pytestmark = pytest.mark.django_db


def test_seats_are_never_oversold_and_nobody_is_overtaken():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
