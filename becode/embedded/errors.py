"""What people read when the servers cannot run."""


class EmbeddedError(Exception):
    """The servers cannot run; the message says why and what to do, for people."""
