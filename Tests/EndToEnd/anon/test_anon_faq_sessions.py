"""The FAQ on sessions and links: the symptom as it is printed, the reason in the journal, the FAQ's own fix."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from anon import LINKEDIN, Anon

FORBIDDEN = {"error": "Forbidden: Access to the requested resource is denied."}
NOBODY = {"error": "Session not found"}


@pytest.mark.faq("amazon-page-closes")
def test_saved_session_needs_no_sign_in(anon: Anon, entry: dict[str, Any]) -> None:
    """The page that closes by itself is a browser's; here: what is saved is there, and linking again renews it."""
    assert "closes by itself" in entry["symptom"]
    assert anon.status("ada", app="amazon").json() == {"status": "active"}
    before = anon.session("GET", "ada", app="amazon").json()
    anon.world.advance("1h")
    anon.link("ada", app="amazon")
    after = anon.session("GET", "ada", app="amazon").json()
    assert after["sessionId"] == before["sessionId"]
    assert after["sessionCollectionTimeStamp"] > before["sessionCollectionTimeStamp"]


@pytest.mark.faq("status-unknown")
def test_status_right_after_linking(anon: Anon, entry: dict[str, Any]) -> None:
    anon.link("ada")
    first = anon.status("ada")
    assert first.status_code == 200 and first.text.replace(" ", "") == entry["symptom"].replace(" ", "")
    # The documented fix: up to three tries, then ask to reconnect.
    assert "active" in [anon.status("ada").json()["status"] for _ in range(3)]
    policies = {"unknownStatusReads": 3}
    anon.world.load({"name": "slow", "extends": ["default"], "anon": {"policies": policies}})
    anon.link("ada")
    words = [anon.status("ada").json()["status"] for _ in range(4)]
    assert words == ["unknown", "unknown", "unknown", "active"]


@pytest.mark.faq("session-not-found")
def test_session_of_a_user_who_has_none(anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]) -> None:
    assert json.loads(entry["symptom"]) == NOBODY
    for answer in (anon.status("ada"), anon.session("GET", "ada"), anon.session("DELETE", "ada")):
        assert (answer.status_code, answer.json()) == (404, NOBODY)
        reasons("session.none")
    anon.link("ada")
    assert anon.status("ada", app="amazon").status_code == 404, "a session is of one app"
    assert [anon.status("ada").status_code, anon.session("GET", "ada").status_code] == [200, 200]
    assert [anon.session("DELETE", "ada").status_code for _ in range(2)] == [200, 404]


@pytest.mark.faq("session-forbidden")
def test_session_of_another_organization(anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]) -> None:
    assert json.loads(entry["symptom"]) == FORBIDDEN
    for method, path in (("GET", "/status"), ("GET", ""), ("DELETE", "")):
        answer = anon.session(method, "ada", path, bearer="anon_other_organization")
        assert (answer.status_code, answer.json()) == (403, FORBIDDEN)
        reasons("session.otherOrganization")
    assert anon.status("ada").json() == {"status": "active"}
    assert anon.session("DELETE", "ada").status_code == 200


@pytest.mark.faq("link-url-unauthorized")
def test_link_url_with_a_bad_key(anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]) -> None:
    assert "API key should be checked" in entry["symptom"]
    for bearer, reason in ((None, "key.missing"), (anon.world.key("anon_invalid"), "key.refused")):
        refused = anon.link_url(bearer=bearer)
        assert refused.status_code == 401 and "url" not in refused.json()
        reasons(reason)
    assert httpx.URL(anon.link_url().json()["url"]).params["app"] == LINKEDIN


@pytest.mark.faq("link-url-fails")
def test_link_url_that_fails_at_first(anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]) -> None:
    """The quickstart of autumn 2024 told to try four or five times."""
    for _ in range(4):
        failed = anon.link_url()
        assert failed.status_code == 500 and isinstance(failed.json(), dict) and "url" not in failed.json()
        reasons(entry["reasons"][0])
    assert anon.link_url().json()["url"]
