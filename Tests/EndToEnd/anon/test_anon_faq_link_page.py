"""The FAQ on Link pages that are not let in: the reason in the journal, and the FAQ's own fix.

What only a browser prints is in `test_anon_browser_cors`; here are the answers that make it print that."""

from collections.abc import Callable
from typing import Any

import pytest

from anon import LINK_ORIGIN, LINKEDIN, Anon
from anon_keys import SigningKey, claims, key_set
from app_integration import assert_blocked_as_quoted, assert_let_through
from key_set_server import KeySetServer


@pytest.mark.faq("cors-as-quoted")
def test_refused_app_integration_is_blocked_in_the_words_that_the_faq_quotes(anon: Anon, entry: dict[str, Any]) -> None:
    client = anon.own_client(anon.jwks_uri)
    assert_blocked_as_quoted(anon, anon.sign(mistake="noKid"), client, "jwt.noKid", entry)
    assert_let_through(anon, anon.sign(), client)


@pytest.mark.faq("cors-as-explained")
def test_refused_preflight_is_blocked_in_the_way_that_the_faq_explains(anon: Anon, entry: dict[str, Any]) -> None:
    assert "Response to preflight request doesn't pass access control check" in entry["symptom"]
    asked = anon.preflight()
    assert asked.status_code == 401
    assert [name for name in asked.headers if name.startswith("access-control-")] == []
    assert anon.last_reason() == "cors.preflightRefused" and "cors.preflightRefused" in entry["reasons"]
    client = anon.own_client(anon.jwks_uri)
    # The fix is to open the page with good credentials: what the page asks for is asked in that page's name.
    page = anon.call(
        "GET", "/link", bearer=None, params={"app": LINKEDIN, "clientId": client, "appUserIdToken": anon.sign()}
    )
    assert page.status_code == 200
    assert anon.preflight().is_success
    assert_let_through(anon, anon.sign(), client)


@pytest.mark.faq("app-integration-unauthorized")
def test_refused_app_integration_with_cors_headers_shows_its_status(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]
) -> None:
    assert "the server responded with a status of 401 (Unauthorized)" in entry["symptom"]
    client = anon.own_client(anon.jwks_uri)
    refused = anon.app_integration(anon.sign(mistake="noKid"), client)
    assert (refused.status_code, refused.reason_phrase) == (401, "Unauthorized")
    assert refused.headers["Access-Control-Allow-Origin"] in ("*", LINK_ORIGIN)
    reasons("jwt.noKid")
    assert_let_through(anon, anon.sign(), client)


@pytest.mark.faq("link-service-client")
def test_link_with_the_service_client(anon: Anon, entry: dict[str, Any]) -> None:
    service = anon.service_client()["id"]
    assert_blocked_as_quoted(anon, anon.sign(), service, "client.isService", entry)
    assert_let_through(anon, anon.sign(), anon.own_client(anon.jwks_uri))


@pytest.mark.faq("service-client-in-template")
def test_link_with_the_client_of_the_old_template(anon: Anon, entry: dict[str, Any]) -> None:
    """The template of May 2024 took `clientId` from `serviceSdkClient.json`."""
    templates = {
        "serviceSdkClient.json": {"id": anon.credentials["serviceSdkClient"]["id"]},
        "webAppSdkClient.json": {"id": anon.credentials["webappSdkClient"]["id"]},
    }
    token = anon.credentials["appUserIdToken"]
    assert_blocked_as_quoted(anon, token, templates["serviceSdkClient.json"]["id"], "client.isService", entry)
    assert_let_through(anon, token, templates["webAppSdkClient.json"]["id"])


@pytest.mark.faq("link-client-of-other-pool")
def test_link_with_a_client_of_another_pool(anon: Anon, entry: dict[str, Any], key_sets: KeySetServer) -> None:
    staff, guests = anon.pool(), anon.pool()
    staff_client, guest_client = anon.webapp_client(staff), anon.webapp_client(guests)
    token = anon.issue("ada", userPoolId=staff)
    assert_blocked_as_quoted(anon, token, guest_client, "jwt.otherPool", entry)
    assert_let_through(anon, token, staff_client)
    elsewhere = anon.own_client(key_sets.serve(key_set(SigningKey("customer-1", "ES256"))))
    assert_blocked_as_quoted(anon, token, elsewhere, "jwt.unknownKid", entry)


@pytest.mark.faq("link-client-unknown")
def test_link_with_a_client_that_nobody_issued(anon: Anon, entry: dict[str, Any]) -> None:
    client = anon.own_client(anon.jwks_uri)
    assert_blocked_as_quoted(anon, anon.sign(), client[:-1], "client.unknown", entry)
    assert_let_through(anon, anon.sign(), client)


@pytest.mark.faq("identity-provider-switched")
def test_link_with_the_client_of_the_old_identity_provider(
    anon: Anon, entry: dict[str, Any], key_sets: KeySetServer
) -> None:
    old, new = SigningKey("old-provider-1", "RS256"), SigningKey("new-provider-1", "RS256")
    old_client = anon.own_client(key_sets.serve(key_set(old), "/old/jwks.json"))
    assert_let_through(anon, old.sign(claims(anon.world)), old_client)
    token = new.sign(claims(anon.world))
    assert_blocked_as_quoted(anon, token, old_client, "jwt.unknownKid", entry)
    new_client = anon.own_client(key_sets.serve(key_set(new), "/new/jwks.json"))
    assert_let_through(anon, token, new_client)
    assert_blocked_as_quoted(anon, token, old_client, "jwt.unknownKid", entry)


@pytest.mark.parametrize(
    ("mistake", "reason"),
    [
        pytest.param("noKid", "jwt.noKid", marks=pytest.mark.faq("link-token-without-kid")),
        pytest.param("unknownKid", "jwt.unknownKid", marks=pytest.mark.faq("link-token-unknown-kid")),
        pytest.param("wrongKey", "jwt.badSignature", marks=pytest.mark.faq("link-token-of-other-key-set")),
        pytest.param("expired", "jwt.expired", marks=pytest.mark.faq("link-token-expired")),
    ],
)
def test_link_with_a_token_that_is_wrong(anon: Anon, entry: dict[str, Any], mistake: str, reason: str) -> None:
    for client in (anon.own_client(anon.jwks_uri), anon.credentials["webappSdkClient"]["id"]):
        assert_blocked_as_quoted(anon, anon.sign(mistake=mistake), client, reason, entry)
        assert_let_through(anon, anon.sign(), client)
