from datetime import UTC, datetime

import pytest

from becode.messages import quiet


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (datetime(2026, 3, 2, 18, 59, tzinfo=UTC), datetime(2026, 3, 2, 18, 59, tzinfo=UTC)),
        (datetime(2026, 3, 2, 19, 0, tzinfo=UTC), datetime(2026, 3, 3, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 3, 6, 59, tzinfo=UTC), datetime(2026, 3, 3, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 3, 7, 0, tzinfo=UTC), datetime(2026, 3, 3, 7, 0, tzinfo=UTC)),
        # The nights in which the clocks change.
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_telephones_are_quiet_from_eight_to_eight_in_brussels(moment, allowed):
    assert quiet.allowed_from(moment, channel="sms", urgent=False) == allowed
