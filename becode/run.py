"""`make run`: the whole site on this machine, from nothing. `make dev`: the same, with reload.

Servers, tables, translations, static files, demo data, then web, worker and beat under honcho.
"""

from __future__ import annotations

import errno
import json
import os
import shlex
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import CommandError

from becode.embedded import EmbeddedError, ensure_environment
from becode.launch import ports
from becode.translations import CatalogueError

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "becode.settings.embedded"
OUR_CODE = ("becode", "cohorts", "applicants", "placements")
READY_WITHIN_SECONDS = 120


def main(arguments: list[str]) -> int:
    """Answer the exit code: 0 after a stop that was asked for, 1 when something is wrong."""
    started = time.monotonic()
    dev = "--dev" in arguments
    host, port = os.environ.get("BECODE_HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    problem = ports.why_not(port, host=host)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    _set_environment(dev=dev)
    for number in (signal.SIGTERM, signal.SIGHUP):  # until honcho takes over, as for Ctrl-C
        signal.signal(number, signal.default_int_handler)
    try:
        _prepare(dev=dev)
    except KeyboardInterrupt:
        print("\nStopped. The next run goes on from here.", file=sys.stderr)
        return 1
    except (EmbeddedError, CatalogueError, CommandError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(f"\nThe disk is full: {error.filename}. Free some space.", file=sys.stderr)
        return 1
    return _serve(host, port, dev=dev, started=started)


def _set_environment(*, dev: bool) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["PYTHONUNBUFFERED"] = "1"
    # In a container everybody is root, and Celery repeats its advice at each start.
    os.environ["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    if dev:
        os.environ["BECODE_DEV"] = "true"


def _prepare(*, dev: bool) -> None:
    """Make everything ready; raises EmbeddedError or whatever a step raises."""
    from becode.launch.prepare import prepare, step, translate  # after the settings' name is set

    with step("Servers"):
        ensure_environment()
    translate()
    import django

    django.setup()
    with_demo = os.environ.get("BECODE_DEMO", "yes").lower() not in ("no", "0", "false", "off")
    prepare(with_static_files=not dev, with_demo=with_demo)


def _serve(host: str, port: str, *, dev: bool, started: float) -> int:
    from becode.launch.processes import Processes, tell

    def announce() -> None:
        """Wait until the site answers, then say where it is; without an answer, give up."""
        last_answer = _wait_until_ready(host, port)
        if processes.stop_asked or processes.failed:
            return
        if last_answer:
            processes.failed = (
                f"The site was not ready after {READY_WITHIN_SECONDS} s: {last_answer}"
            )
            processes.ask_to_stop()
        else:
            tell(_summary(time.monotonic() - started))

    processes = Processes(announce)
    for name, command in _commands(host, port, dev=dev).items():
        processes.add(name, command, cwd=ROOT)
    code = processes.run()
    if processes.failed:
        code = 1
        tell(f"\n{processes.failed}")
    if code == 0:
        tell("Everything is stopped. 'make run' starts again on the same data.")
    else:
        tell("Everything is stopped. The lines above say what went wrong.")
    return code


def _commands(host: str, port: str, *, dev: bool) -> dict[str, list[str | Path]]:
    """The processes of the site, by name."""
    from django.conf import settings

    python = sys.executable
    queues = {settings.CELERY_TASK_DEFAULT_QUEUE}
    queues |= {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    celery: list[str | Path] = [python, "-m", "celery", "--quiet", "-A", "becode.celery"]
    web: list[str | Path] = [python, "-m", "granian", "becode.wsgi:application"]
    web += ["--interface", "wsgi", "--host", host, "--port", port, "--workers", "2"]
    web += ["--blocking-threads", "32", "--no-ws", "--respawn-failed-workers"]
    web += ["--log-level", "error"]  # its only warning is about the 32 threads, which we want
    worker = [*celery, "worker", "--loglevel", "warning", "--concurrency", "2"]
    worker += ["--queues", ",".join(sorted(queues)), "--without-mingle", "--without-gossip"]
    beat = [*celery, "beat", "--loglevel", "warning", "--pidfile", ""]
    beat += ["--schedule", settings.DATA_DIR / f"beat-{port}"]
    if dev:
        web = [python, ROOT / "manage.py", "runserver", f"{host}:{port}"]
        command = shlex.join(str(word) for word in worker)
        worker = [python, "-m", "watchfiles", "--filter", "python", command]
        worker += [ROOT / name for name in OUR_CODE]
    return {"web": web, "worker": worker, "beat": beat}


def _wait_until_ready(host: str, port: str) -> str:
    """Ask `/health/ready` until it answers 200; answer the last complaint, or an empty text."""
    from django.conf import settings

    name = urlsplit(settings.BASE_URL).hostname or "localhost"
    address = "127.0.0.1" if host == "0.0.0.0" else host
    request = urllib.request.Request(f"http://{address}:{port}/health/ready")
    request.add_header("Host", f"{name}:{port}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end, complaint = time.monotonic() + READY_WITHIN_SECONDS, "no answer"
    while time.monotonic() < end:
        try:
            with opener.open(request, timeout=10):
                return ""
        except urllib.error.HTTPError as error:
            complaint = error.read(500).decode(errors="replace")
            with_checks = complaint.startswith("{")
            complaint = json.dumps(json.loads(complaint)) if with_checks else str(error)
        except OSError as error:
            complaint = str(error)
        time.sleep(0.1)
    return complaint


def _summary(seconds: float) -> str:
    """The box that says where everything is."""
    from django.conf import settings

    base, language = settings.BASE_URL, settings.LANGUAGE_CODE
    lines = [
        f"The site is ready ({seconds:.0f} s).",
        "",
        f"Public     {base}/{language}/",
        f"Staff      {base}/staff/",
        f"Companies  {base}/{language}/partners/",
        "",
    ]
    logins = Path(settings.DATA_DIR) / "demo-logins.txt"
    if logins.exists():
        lines += [*logins.read_text(encoding="utf-8").strip().splitlines(), ""]
    lines += [
        "Sign-in codes and links appear here, on lines that begin with [message].",
        f"The data is in {settings.DATA_DIR}",
        "Stop with Ctrl-C.",
    ]
    width = max(len(line) for line in lines)
    edge = "+" + "-" * (width + 4) + "+"
    return "\n".join(["", edge, *(f"|  {line.ljust(width)}  |" for line in lines), edge, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
