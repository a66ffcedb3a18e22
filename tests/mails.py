"""How a message looks when it leaves."""

from becode.messages.rendering import html_in


def mail_html(message):
    """The HTML of one row of the outbox, with its placeholders still in."""
    return html_in(message.language, message.parts)
