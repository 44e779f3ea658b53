"""The FAQ on backends that act for a user: translation errors and the tunnel, with the reason and the FAQ's own fix."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from anon import LINKEDIN, Anon
from commands import run
from key_set_server import KeySetServer
from repository import END_TO_END

TRANSLATION = "Error translating external user id: "
NOT_FOUND = TRANSLATION + "404 - Not Found"
CRASHED = TRANSLATION + "500 - Internal Server"


def translated(anon: Anon, user: str) -> str:
    """What a program on Node prints that looks the user up with fetch."""
    return run("node", END_TO_END / "clients" / "translate.mjs", anon.world.base_url, anon.key, user).strip()


@pytest.mark.faq("user-not-linked")
def test_browser_for_a_user_who_never_linked(anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]) -> None:
    anon.issue("ada")
    assert entry["symptom"] == NOT_FOUND == translated(anon, "ada")
    reasons("user.notLinked")
    refused = anon.cdp_url("ada")
    assert (refused.status_code, refused.reason_phrase, refused.json()) == (404, "Not Found", {"error": NOT_FOUND})
    reasons("user.notLinked")
    for path in ("listConnections", "listConversations"):
        relayed = anon.call("GET", f"/actions/linkedin/{path}", params={"appUserId": "ada"})
        assert (relayed.status_code, relayed.json()) == (404, {"error": NOT_FOUND})
    anon.link("ada")
    assert json.loads(translated(anon, "ada"))["id"] == "ada"
    assert anon.cdp_url("ada").status_code == 200
    assert translated(anon, "ben") == NOT_FOUND, "and for the user with that very id only"


@pytest.mark.faq("user-look-up-crashes")
def test_browser_for_a_user_whose_look_up_crashes(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]
) -> None:
    assert entry["symptom"] == CRASHED == translated(anon, "ada")
    reasons("user.lookupCrashed")
    refused = anon.cdp_url("ada")
    assert (refused.status_code, refused.reason_phrase) == (500, "Internal Server")
    assert refused.json() == {"error": CRASHED}
    reasons("user.lookupCrashed")
    anon.link("ada")
    assert json.loads(translated(anon, "ada"))["id"] == "ada"
    assert anon.cdp_url("ada").status_code == 200
    anon.world.load("default")
    assert translated(anon, "ada") == NOT_FOUND
    assert translated(anon, "ada+crash") == CRASHED, "without the scenario by the end of the id"


def test_standard_phrase_of_a_crash_is_a_policy(anon: Anon) -> None:
    policies = {"translation": {"unlinked": "crash", "phrase": "standard"}}
    anon.world.load({"name": "standard", "extends": ["default"], "anon": {"policies": policies}})
    assert translated(anon, "ada") == TRANSLATION + "500 - Internal Server Error"


@pytest.mark.faq("automate-from-backend")
def test_backend_acts_with_the_users_id_after_link(anon: Anon, entry: dict[str, Any]) -> None:
    assert "Link first" in entry["fix"]
    user, key = anon.credentials["appUserId"], anon.credentials["serviceSdkClient"]["apiKey"]
    order = {"app": LINKEDIN, "appUserIdToken": anon.credentials["appUserIdToken"]}
    order["clientId"] = anon.credentials["webappSdkClient"]["id"]
    assert anon.cdp_url(user, bearer=key).status_code == 404
    anon.world.demand("POST", "/link/complete", json=order)
    assert set(anon.cdp_url(user, bearer=key).json()) == {"cdpUrl", "liveStreamingUrl"}
    conversations = anon.call("GET", "/actions/linkedin/listConversations", bearer=key, params={"appUserId": user})
    assert conversations.json()["conversations"]


def through_the_tunnel(
    anon: Anon, credentials: str | None, host: str = "page.test"
) -> subprocess.CompletedProcess[str]:
    """Fetches a page of `host` through CONNECT."""
    user = ["--proxy-user", credentials] if credentials else []
    world = ["--proxy-header", f"X-Drydock-World: {anon.world.name}"]
    command = ["curl", "--silent", "--show-error", "--max-time", "20", "--proxytunnel", "--proxy", anon.world.base_url]
    return subprocess.run([*command, *user, *world, f"http://{host}/page"], capture_output=True, text=True, timeout=60)


def lead_the_tunnel_to(anon: Anon, key_sets: KeySetServer, entry: dict[str, Any]) -> None:
    """The entry's scenario, with its name mapped to a page of ours."""
    address = key_sets.serve("the page", "/page").removeprefix("http://").removesuffix("/page")
    hosts = {"tunnel": {"hosts": {"page.test": address}}}
    anon.world.load({"name": "tunnel", "extends": [entry["scenario"]], "anon": {"policies": hosts}})


@pytest.mark.faq("tunnel-refused")
def test_tunnel_of_a_user_who_never_linked(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None], key_sets: KeySetServer
) -> None:
    lead_the_tunnel_to(anon, key_sets, entry)
    refused = through_the_tunnel(anon, f"ada:{anon.key}")
    assert refused.returncode == 56 and "CONNECT tunnel failed, response 502" in refused.stderr
    reasons("tunnel.userNotLinked")
    assert (anon.world.journal()[-1]["request"]["method"], key_sets.downloads("/page")) == ("CONNECT", 0)
    anon.link("ada")
    assert through_the_tunnel(anon, f"ada:{anon.key}").stdout == "the page"
    elsewhere = through_the_tunnel(anon, f"ada:{anon.key}", host="elsewhere.test")
    assert elsewhere.returncode == 56 and "response 403" in elsewhere.stderr
    reasons("tunnel.hostNotMapped")


@pytest.mark.faq("tunnel-without-credentials")
def test_tunnel_without_credentials(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None], key_sets: KeySetServer
) -> None:
    lead_the_tunnel_to(anon, key_sets, entry)
    anon.link("ada")
    refused = through_the_tunnel(anon, None)
    assert refused.returncode == 56 and "response 407" in refused.stderr
    reasons("tunnel.noCredentials")
    assert anon.world.journal()[-1]["response"]["headers"]["Proxy-Authenticate"].startswith("Basic ")
    assert through_the_tunnel(anon, f"ada:{anon.key}").stdout == "the page"


@pytest.mark.faq("tunnel-key-refused")
def test_tunnel_with_a_refused_key(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None], key_sets: KeySetServer
) -> None:
    lead_the_tunnel_to(anon, key_sets, entry)
    anon.link("ada")
    refused = through_the_tunnel(anon, f"ada:{anon.world.key('anon_invalid')}")
    assert refused.returncode == 56 and "response 403" in refused.stderr
    reasons("tunnel.keyRefused")
    assert through_the_tunnel(anon, f"ada:{anon.key}").stdout == "the page"
