"""The requests: which become a WebSocket, and what the others are answered."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Sequence
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.legacy.server import HTTPResponse, WebSocketServerProtocol

SUBPROTOCOL = "verbatim.v1"


class Socket(WebSocketServerProtocol):
    """A WebSocket that knows when something was heard, and refuses what cannot become one."""

    heard = 0.0

    def data_received(self, data: bytes) -> None:
        self.heard = asyncio.get_running_loop().time()
        super().data_received(data)

    async def process_request(self, path: str, request_headers: Headers) -> HTTPResponse | None:
        url = urlsplit(path)
        if url.path in ("/healthz", "/readyz"):
            return HTTPStatus.OK, [("Content-Type", "text/plain")], b"ok" if url.path == "/healthz" else b"ready"
        if url.path != "/ws":
            return refusal(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this path.")
        if request_headers.get("Upgrade", "").lower() != "websocket":
            answer = refusal(HTTPStatus.UPGRADE_REQUIRED, "upgrade_required", "This path is for WebSockets.")
            headers = [*answer[1], ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13")]
            return answer[0], headers, answer[2]
        if "token" in parse_qs(url.query, keep_blank_values=True):
            return refusal(HTTPStatus.BAD_REQUEST, "bad_request", "A token belongs in a header, not in the address.")
        origin = request_headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request_headers.get("Host"):
            return refusal(HTTPStatus.FORBIDDEN, "forbidden", "Pages of this origin may not connect.")
        offered = [word.strip() for value in request_headers.get_all("Sec-WebSocket-Protocol") for word in value.split(",")]
        if offered and SUBPROTOCOL not in offered:
            return refusal(HTTPStatus.BAD_REQUEST, "bad_request", f"This server speaks {SUBPROTOCOL}.")
        return None

    def select_subprotocol(self, client: Sequence[str], server: Sequence[str]) -> str | None:
        return SUBPROTOCOL if SUBPROTOCOL in client else None


def refusal(status: HTTPStatus, code: str, message: str) -> HTTPResponse:
    body = json.dumps({"code": code, "message": message}).encode()
    return status, [("Content-Type", "application/json")], body


def token_of(headers: Headers) -> str | None:
    """The token that a request brings in its header, or else in its cookie."""
    scheme, _, secret = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    try:
        cookie = SimpleCookie(headers.get("Cookie", "")).get("session")
    except CookieError:
        return None
    return cookie.value if cookie else None
