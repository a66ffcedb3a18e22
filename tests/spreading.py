"""How `make test` spreads the tests over processes: what shares a costly world stays together."""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

# The journeys share a whole site and a browser; the second shares a school of 200 people.
TOGETHER = ("tests/journeys/", "tests/becode/demo/test_seed_demo.py")


class Spreading(LoadScopeScheduling):
    """Those first, one process each; then test by test, so that all processes end together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


def scheduler(config: Any, log: Any) -> Spreading | None:
    """Ours for `--dist loadgroup`; else None, which leaves it to xdist."""
    return Spreading(config, log) if config.getoption("dist") == "loadgroup" else None
