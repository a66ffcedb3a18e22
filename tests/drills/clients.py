"""People who send forms all the time while servers come and go, and remember each answer."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.load import Post, host_header

GOOD = 302
ANSWER_WITHIN = 20


@dataclass
class Clients:
    """`acknowledged` holds the numbers of the posts that were taken, `faults` (moment, what).

    Each post is sent until it is taken; a pause between them keeps the load even.
    """

    port: int
    posts: Sequence[Post]
    threads: int = 4
    pause: float = 0.05
    acknowledged: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    faults: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._running = [
            threading.Thread(target=self._send, args=(number,)) for number in range(self.threads)
        ]

    def __enter__(self) -> "Clients":
        self._host = host_header(self.port)
        for one in self._running:
            one.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for one in self._running:
            one.join(60)

    @property
    def p99(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.99)]

    def are_done(self) -> bool:
        return len(self.acknowledged) == len(self.posts)

    def faults_outside(self, begin: float, end: float) -> list[str]:
        return [what for moment, what in self.faults if not begin <= moment <= end]

    def _send(self, first: int) -> None:
        for number in range(first, len(self.posts), self.threads):
            while not self._stop.is_set() and not self._once(number):
                time.sleep(0.1)
            self._stop.wait(self.pause)

    def _once(self, number: int) -> bool:
        post, began = self.posts[number], time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN)
        try:
            line.request("POST", post.path, body=post.body, headers=self._host | post.headers)
            answer = line.getresponse()
            answer.read()
            if answer.status == GOOD:
                self.times.append(time.monotonic() - began)
                self.acknowledged.append(number)
                return True
            self.faults.append((began, str(answer.status)))
        except (OSError, http.client.HTTPException) as error:
            self.faults.append((began, type(error).__name__))
        finally:
            line.close()
        return False
