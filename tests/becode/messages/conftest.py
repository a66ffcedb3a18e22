import pytest

from tests.becode.messages import daily, notes
from tests.smtp_sink import SmtpSink


@pytest.fixture(autouse=True, scope="package")
def _notes():
    notes.declare()
    daily.declare()


@pytest.fixture
def sink(settings):
    """A mail server that Django sends to."""
    with SmtpSink() as server:
        server.use(settings)
        settings.EMAIL_TIMEOUT = 1
        yield server
