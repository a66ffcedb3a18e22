"""The machine of seats, long and with other chances each time; see tests/applicants."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.applicants.seats_machine import Seats

pytestmark = [pytest.mark.drill, pytest.mark.django_db]


def test_seats_are_never_oversold_whatever_happens():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
