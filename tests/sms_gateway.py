"""An SMS gateway on loopback that keeps what it is asked, and misbehaves when told to.

with SmsGateway() as gateway:
    gateway.use(settings)
    gateway.answers = (500, {})          # or "hang", "drip", "drip later", "garbage"
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "a-token-of-the-gateway"


class SmsGateway:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.answers: Any = (201, {"id": "gw-1"})
        self.is_over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "SmsGateway":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def use(self, settings) -> None:
        settings.SMS_BACKEND = "becode.messages.sms.HttpBackend"
        settings.SMS_URL = f"http://127.0.0.1:{self._server.server_port}/v1/texts?from=school"
        settings.SMS_TOKEN = TOKEN

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                gateway.asked.append(json.loads(self.rfile.read(length)))
                gateway.headers.append(dict(self.headers))
                gateway.paths.append(self.path)
                gateway._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.answers == "hang":
            self.is_over.wait(20)
        elif self.answers == "drip":
            self._drip(handler, b"HTTP/")
        elif self.answers == "drip later":
            self._drip(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        elif self.answers == "garbage":
            handler.wfile.write(b"\x00 no HTTP at all\r\n\r\n")
        else:
            status, body = self.answers
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(content)))
            if status in (301, 302, 307):
                handler.send_header("Location", handler.path)
            handler.end_headers()
            handler.wfile.write(content)

    def _drip(self, handler: BaseHTTPRequestHandler, beginning: bytes) -> None:
        """One byte at a time: each in time, all of them together not."""
        end = time.monotonic() + 20
        try:
            handler.wfile.write(beginning)
            while not self.is_over.wait(0.1) and time.monotonic() < end:
                handler.wfile.write(b"x")
                handler.wfile.flush()
        except OSError:
            pass
