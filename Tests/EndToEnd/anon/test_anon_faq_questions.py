"""The entries of the FAQ that are questions, and the one without any HTTP: what the answer tells to do works."""

import base64
import json
import subprocess
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from anon import LINKEDIN, REDIRECT, Anon
from anon_keys import SigningKey, claims, key_set
from app_integration import assert_let_through
from commands import run
from key_set_server import KeySetServer
from repository import ROOT
from server import EXECUTABLE

PRODUCTION = "svc.prod.anon.localhost"


@pytest.mark.faq("unexpected-token-export")
def test_sdk_in_a_project_of_common_js(entry: dict[str, Any]) -> None:
    reproduce = ROOT / "Fixtures" / "faq" / "unexpected-token-export" / "reproduce"
    broken = subprocess.run([reproduce, "broken"], capture_output=True, text=True, timeout=60)
    assert broken.returncode != 0 and entry["symptom"] in broken.stderr
    assert entry["symptom"] == "SyntaxError: Unexpected token 'export'"
    fixed = subprocess.run([reproduce, "fixed"], capture_output=True, text=True, timeout=60)
    assert fixed.returncode == 0, fixed.stderr
    package = json.loads((reproduce.parent / "fixed" / "package.json").read_text())
    assert package["type"] == "module"


@pytest.mark.faq("production-key")
def test_sandbox_key_in_production(anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]) -> None:
    sandbox = anon.service_client()["auth"]["secret"]
    refused = anon.link_url(bearer=sandbox, host=PRODUCTION)
    assert refused.status_code == 401
    reasons("key.otherEnvironment")
    assert anon.link_url(bearer=sandbox).status_code == 200
    production = anon.service_client(host=PRODUCTION)["auth"]["secret"]
    for key in (production, anon.credentials["prodServiceSdkClient"]["apiKey"]):
        link = httpx.URL(anon.link_url(bearer=key, host=PRODUCTION).json()["url"])
        assert (link.host, link.params["environment"]) == ("link.svc.prod.anon.localhost", "prod")


@pytest.mark.faq("another-example-user")
def test_another_example_user(anon: Anon, entry: dict[str, Any]) -> None:
    assert "drydock token" in entry["recipe"] and "/org/appUserIdToken" in entry["recipe"]
    client = anon.credentials["webappSdkClient"]["id"]
    instant = anon.world.demand("GET", "/clock")["now"]
    printed = run(EXECUTABLE, "token", "--subject", "ben", "--issued-at", instant).strip()
    for token in (printed, anon.issue("ben"), anon.sign(subject="ben")):
        assert_let_through(anon, token, client)
        order = {"app": LINKEDIN, "clientId": client, "appUserIdToken": token}
        assert anon.world.demand("POST", "/link/complete", json=order)["appUserId"] == "ben"
    assert anon.cdp_url("ben").status_code == 200


@pytest.mark.faq("another-user-pool")
def test_another_user_pool_and_client(anon: Anon, entry: dict[str, Any]) -> None:
    assert entry["scenario"] in (None, "default")
    pools = [anon.pool() for _ in range(5)]
    clients = [anon.webapp_client(pool) for pool in pools for _ in range(2)]
    assert len({*pools, *clients}) == 15
    for pool, client in zip(pools, clients[::2], strict=True):
        assert_let_through(anon, anon.issue("ada", userPoolId=pool), client)
    assert_let_through(anon, anon.issue("ada", userPoolId=pools[0]), clients[1])


@pytest.mark.faq("own-identity-provider")
def test_own_identity_provider(anon: Anon, entry: dict[str, Any], key_sets: KeySetServer) -> None:
    key = SigningKey("idp-1", "RS256")
    token = key.sign(claims(anon.world))
    ready_made = anon.credentials["webappSdkClient"]["id"]
    assert anon.app_integration(token, ready_made).status_code == 401
    own = anon.own_client(key_sets.serve(key_set(key)))
    assert_let_through(anon, token, own)
    query = {"app": LINKEDIN, "redirectUrl": REDIRECT, "appUserIdToken": token, "clientId": own}
    url = anon.demand("GET", "/link/url", params=query)["url"]
    assert anon.world.demand("POST", "/link/complete", json={"url": url})["appUserId"] == "ada"
    assert entry["vendor"] == "anon"


@pytest.mark.faq("token-without-oauth-provider")
def test_token_without_an_oauth_provider(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None], key_sets: KeySetServer
) -> None:
    """A library and a file on a web server are enough; `kid`, `sub` and `exp` must be there."""
    key = SigningKey("mine", "ES256")
    client = anon.own_client(key_sets.serve(key_set(key), "/keys.json"))
    lacking = {
        "jwt.noKid": key.sign(claims(anon.world), kid=None),
        "jwt.noSubject": key.sign(claims(anon.world, sub=None)),
        "jwt.noExpiry": key.sign(claims(anon.world, exp=None)),
    }
    for reason, token in lacking.items():
        assert anon.app_integration(token, client).status_code == 401
        reasons(reason)
    assert_let_through(anon, key.sign(claims(anon.world)), client)


@pytest.mark.faq("in-house-authentication")
def test_token_made_by_hand(anon: Anon, entry: dict[str, Any], key_sets: KeySetServer) -> None:
    """No OpenID Connect and no JWT library: three parts of base64 and an RSA signature."""

    def encoded(part: bytes) -> str:
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = key.public_key().public_numbers()
    published = {
        "kty": "RSA",
        "kid": "home",
        "n": encoded(numbers.n.to_bytes(256)),
        "e": encoded(numbers.e.to_bytes(3)),
    }
    body = claims(anon.world, iss=None, aud=None)
    head = {"alg": "RS256", "kid": "home"}
    signed = f"{encoded(json.dumps(head).encode())}.{encoded(json.dumps(body).encode())}"
    token = f"{signed}.{encoded(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"
    assert entry["symptom"].startswith("Do we need OpenID Connect")
    assert_let_through(anon, token, anon.own_client(key_sets.serve({"keys": [published]})))
    assert_let_through(anon, anon.issue("ada"), anon.credentials["webappSdkClient"]["id"])
