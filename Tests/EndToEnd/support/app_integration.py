"""What a browser makes of the Link page's first request, judged by the answers on the wire."""

from typing import Any

from anon import LINK_ORIGIN, LINKEDIN, Anon


def assert_blocked_as_quoted(anon: Anon, token: str, client: str, reason: str, entry: dict[str, Any]) -> None:
    """The exchanges that make a browser print the FAQ's line: a good preflight, then a 401 without CORS headers."""
    assert "No 'Access-Control-Allow-Origin' header is present on the requested resource." in entry["symptom"]
    asked = anon.preflight()
    assert asked.is_success and asked.headers["Access-Control-Allow-Origin"] in ("*", LINK_ORIGIN)
    allowed = {name.strip().lower() for name in asked.headers["Access-Control-Allow-Headers"].split(",")}
    assert {"authorization", "x-anon-sdk-client-id"} <= allowed
    refused = anon.app_integration(token, client)
    assert [name for name in refused.headers if name.startswith("access-control-")] == []
    anon.assert_unauthorized(refused, reason)
    assert reason in entry["reasons"]


def assert_let_through(anon: Anon, token: str, client: str) -> None:
    """After the fix the browser has nothing to complain about."""
    answer = anon.app_integration(token, client)
    assert (answer.status_code, answer.json()["id"]) == (200, LINKEDIN)
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", LINK_ORIGIN)
