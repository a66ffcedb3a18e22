from becode.messages.wake import ring


def wake() -> None:
    """Ask a worker to answer requests for a link now; the periodic run answers anyway."""
    from becode.portal.tasks import answer_link_requests  # the task needs requests, which need us

    ring(answer_link_requests)
