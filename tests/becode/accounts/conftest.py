import pytest

from becode.accounts import mail


@pytest.fixture
def letters(monkeypatch):
    """What the door asked to send, as (kind, address, context), instead of sending it."""
    sent = []

    def keep(template, *, address, user, code):
        sent.append((template, address, {"user": user, "code": code}))

    monkeypatch.setattr(mail, "send", keep)
    return sent
