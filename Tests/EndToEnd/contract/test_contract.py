"""The judge of all answers is judged: what fits a description passes, what does not is named."""

import json
from typing import Any

import pytest

from contract import Contract

JSON = {"content-type": "application/json; charset=utf-8"}
ID = "3f0c6a52-7a0e-4d5c-9a55-0c8d1f6f2a10"
POOL = {
    "id": ID,
    "name": "Customers",
    "description": "Everybody",
    "authorization": {"jwksUri": "https://example.com/jwks.json", "idClaim": None},
    "organizationId": ID,
    "hosted": False,
}
SERVICE = {"id": ID, "name": "n", "description": "d", "organizationId": ID, "oauthDisabled": None}
GATEWAY = {"message": "no Route matched with those values"}
ANCHOR = {"error": {"code": 404, "message": "Not found"}}
NOWHERE = "requests that reach no described operation"


def judged(contract: Contract, operation: str | None, status: int, body: Any, **request: str) -> list[str]:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return contract.complaints(operation, status, JSON if text else {}, text, **request)


@pytest.mark.parametrize(
    ("operation", "status", "body"),
    [
        ("anon.createUserPool", 200, POOL),
        ("anon.createUserPool", 401, {"message": "Unauthorized"}),
        ("anon.createUserPool", 401, {"error": "Unauthorized"}),
        ("anon.createUserPool", 502, {"error": "Upstream error"}),
        ("anon.createSdkClient", 200, {**SERVICE, "auth": {"type": "apiKey", "secret": "anon_key"}}),
        ("anon.getSdkClient", 200, {**SERVICE, "auth": {"type": "apiKey"}}),
        ("anon.preflightSession", 204, b""),
        ("anon.openTunnel", 200, b""),
        ("anon.openTunnel", 502, b""),
        ("drydock.openLandingPage", 200, b"<!doctype html>"),
    ],
)
def test_an_answer_as_described_passes(contract: Contract, operation: str, status: int, body: Any) -> None:
    assert judged(contract, operation, status, body) == []


@pytest.mark.parametrize(
    ("operation", "status", "body", "complaint"),
    [
        ("anon.createUserPool", 201, POOL, "status 201 is not described"),
        ("anon.createUserPool", 200, {**POOL, "surplus": 1}, "'surplus' was unexpected"),
        ("anon.createUserPool", 200, {**POOL, "hosted": "no"}, "'no' is not of type 'boolean'"),
        ("anon.createUserPool", 200, {**POOL, "id": "pool-1"}, "'pool-1' is not a 'uuid'"),
        ("anon.createUserPool", 401, ANCHOR, "is not valid under any of the given schemas"),
        ("anon.getUserPool", 404, GATEWAY, "'error' is a required property"),
        ("anon.getSdkClient", 200, {**SERVICE, "auth": {"type": "apiKey", "secret": "anon_key"}}, "is not valid"),
        ("anon.getSessionStatus", 404, {"error": "No session"}, "'Session not found' was expected"),
        ("anon.preflightSession", 204, b"surplus", "a body of 7 bytes where none is described"),
        ("anon.openTunnel", 407, {"error": "e"}, "the required header Proxy-Authenticate is missing"),
        ("anon.nobodyKnows", 200, {}, "200 for an operation that is not described"),
        ("anchor.getIdentity", 404, GATEWAY, "'error' is a required property"),
    ],
)
def test_an_answer_that_is_not_as_described_is_named(
    contract: Contract, operation: str, status: int, body: Any, complaint: str
) -> None:
    complaints = judged(contract, operation, status, body)
    assert complaints
    assert complaint in complaints[0]


@pytest.mark.parametrize(
    ("method", "target", "host", "fits", "differs"),
    [
        ("GET", "/nothing", "svc.sandbox.anon.localhost:4010", GATEWAY, ANCHOR),
        ("GET", "/nothing", "link.svc.prod.anon.com", GATEWAY, ANCHOR),
        ("GET", "/org/userPool/1?a=b", "127.0.0.1:4010", GATEWAY, ANCHOR),
        ("GET", "/?app=linkedin", "127.0.0.1:4010", GATEWAY, ANCHOR),
        ("CONNECT", "page.test:443", "page.test:443", GATEWAY, ANCHOR),
        ("GET", "/?sessionId=1", "127.0.0.1:4010", ANCHOR, GATEWAY),
        ("GET", "/nothing", "127.0.0.1:4010", ANCHOR, GATEWAY),
        ("GET", "/org/userPool", "api.anchorbrowser.localhost:4010", ANCHOR, GATEWAY),
    ],
)
def test_a_request_that_reached_no_operation_is_refused_in_the_words_of_whom_it_was_for(
    contract: Contract, method: str, target: str, host: str, fits: Any, differs: Any
) -> None:
    assert judged(contract, None, 404, fits, method=method, target=target, host=host) == []
    assert judged(contract, None, 404, differs, method=method, target=target, host=host)


def test_nothing_succeeds_without_an_operation(contract: Contract) -> None:
    for host in ("127.0.0.1", "svc.prod.anon.localhost"):
        assert judged(contract, None, 200, {}, host=host) == ["200 for an operation that is not described: None"]
    anon = {"host": "svc.prod.anon.localhost"}
    assert judged(contract, None, 418, GATEWAY, **anon)[0].startswith(f"status 418 is not described for {NOWHERE}")


def test_an_answer_to_head_has_no_body(contract: Contract) -> None:
    assert judged(contract, "anon.getUserPool", 200, b"", method="HEAD") == []
    assert judged(contract, "anon.getUserPool", 200, b"") == ["content type ''; described: application/json: b''"]
