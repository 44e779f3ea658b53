"""Tokens of the customer's own, made by PyJWT, joserfc or by hand, against our verifier."""

import base64
from typing import Any

import jwt
import pytest
from joserfc import jwk
from joserfc import jwt as joserfc_jwt

from anon import Anon
from anon_keys import LIFETIME_SECONDS, SigningKey, claims, key_set, now
from key_set_server import KeySetServer

ALGORITHMS = ["RS256", "ES256", "EdDSA"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_token_by_pyjwt_is_taken(anon: Anon, key_sets: KeySetServer, algorithm: str) -> None:
    key = SigningKey("customer-1", algorithm)
    client = anon.own_client(key_sets.serve(key_set(key)))
    answer = anon.app_integration(key.sign(claims(anon.world)), client)
    assert (answer.status_code, answer.json()["displayName"]) == (200, "LinkedIn")
    assert answer.headers["Access-Control-Allow-Origin"]
    assert anon.last_reason() is None


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS256", lambda: jwk.RSAKey.generate_key(2048)),
        ("PS256", lambda: jwk.RSAKey.generate_key(2048)),
        ("ES256", lambda: jwk.ECKey.generate_key("P-256")),
        ("ES384", lambda: jwk.ECKey.generate_key("P-384")),
        ("EdDSA", lambda: jwk.OKPKey.generate_key("Ed25519")),
    ],
)
def test_token_by_joserfc_is_taken(anon: Anon, key_sets: KeySetServer, algorithm: str, key: Any) -> None:
    signing = key()
    published = {"keys": [{**signing.as_dict(private=False), "kid": "customer-1"}]}
    client = anon.own_client(key_sets.serve(published))
    header = {"alg": algorithm, "kid": "customer-1"}
    token = joserfc_jwt.encode(header, claims(anon.world), signing, algorithms=[algorithm])
    assert anon.app_integration(token, client).status_code == 200


def test_kid_of_a_set_with_many_keys_is_looked_up_exactly(anon: Anon, key_sets: KeySetServer) -> None:
    keys = [SigningKey(f"customer-{number}", algorithm) for number, algorithm in enumerate(ALGORITHMS)]
    client = anon.own_client(key_sets.serve(key_set(*keys)))
    for key in keys:
        assert anon.app_integration(key.sign(claims(anon.world)), client).status_code == 200
    for kid in ("Customer-0", "customer-00", "customer", ""):
        token = keys[0].sign(claims(anon.world), kid=kid)
        anon.assert_unauthorized(anon.app_integration(token, client), "jwt.unknownKid")
    swapped = keys[0].sign(claims(anon.world), kid="customer-1")
    anon.assert_unauthorized(anon.app_integration(swapped, client), "jwt.algorithmRefused")


def test_id_claim_of_the_pool_names_the_user(anon: Anon, key_sets: KeySetServer) -> None:
    key = SigningKey("customer-1", "ES256")
    client = anon.own_client(key_sets.serve(key_set(key)), id_claim="email")

    def link(**more: Any) -> dict[str, Any]:
        order = {"app": "linkedin", "clientId": client, "appUserIdToken": key.sign(claims(anon.world, **more))}
        return anon.world.control("POST", "/link/complete", json=order).json()

    assert link(email="ada@customer.example")["appUserId"] == "ada@customer.example"
    assert anon.status("ada@customer.example").status_code == 200
    assert anon.status("ada").status_code == 404, "sub names nobody in this pool"
    token = key.sign(claims(anon.world, email=None))
    anon.assert_unauthorized(anon.app_integration(token, client), "jwt.noSubject")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sub": None}, "jwt.noSubject"),
        ({"sub": ""}, "jwt.noSubject"),
        ({"exp": None}, "jwt.noExpiry"),
        ({"iss": None, "aud": None, "iat": None}, None),
        ({"iss": "https://elsewhere.example", "aud": ["a", "b"]}, None),
    ],
)
def test_claims_that_name_user_and_end_are_required_and_no_others(
    anon: Anon, key_sets: KeySetServer, change: dict[str, Any], reason: str | None
) -> None:
    key = SigningKey("customer-1", "ES256")
    client = anon.own_client(key_sets.serve(key_set(key)))
    answer = anon.app_integration(key.sign({**claims(anon.world, **change)}), client)
    if reason is None:
        assert answer.status_code == 200
    else:
        anon.assert_unauthorized(answer, reason)


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_token_of_the_future_is_refused_until_the_worlds_clock_is_there(
    anon: Anon, key_sets: KeySetServer, claim: str
) -> None:
    key = SigningKey("customer-1", "ES256")
    client = anon.own_client(key_sets.serve(key_set(key)))
    token = key.sign(claims(anon.world, **{claim: now(anon.world) + 60}))
    reason = {"nbf": "jwt.notYetValid", "iat": "jwt.issuedInFuture"}[claim]
    anon.assert_unauthorized(anon.app_integration(token, client), reason)
    anon.world.advance("1m")
    assert anon.app_integration(token, client).status_code == 200


def test_token_expires_when_the_worlds_clock_reaches_exp(anon: Anon, key_sets: KeySetServer) -> None:
    key = SigningKey("customer-1", "ES256")
    client = anon.own_client(key_sets.serve(key_set(key)))
    token = key.sign(claims(anon.world))
    anon.world.advance(f"{LIFETIME_SECONDS - 1}s")
    assert anon.app_integration(token, client).status_code == 200
    anon.world.advance("1s")
    anon.assert_unauthorized(anon.app_integration(token, client), "jwt.expired")


def test_token_that_was_changed_after_signing_is_refused(anon: Anon, key_sets: KeySetServer) -> None:
    key = SigningKey("customer-1", "RS256")
    client = anon.own_client(key_sets.serve(key_set(key)))
    header, _, signature = key.sign(claims(anon.world, "ada")).split(".")
    _, payload, _ = key.sign(claims(anon.world, "mallory")).split(".")
    anon.assert_unauthorized(anon.app_integration(f"{header}.{payload}.{signature}", client), "jwt.badSignature")


def test_public_key_is_no_shared_secret(anon: Anon, key_sets: KeySetServer) -> None:
    """The confusion of algorithms: HS256 with the bytes of the public key."""
    key = SigningKey("customer-1", "RS256")
    client = anon.own_client(key_sets.serve(key_set(key)))
    secret = jwk.OctKey.import_key(base64.urlsafe_b64decode(key.jwk["n"] + "=="))
    token = joserfc_jwt.encode({"alg": "HS256", "kid": key.kid}, claims(anon.world), secret)
    anon.assert_unauthorized(anon.app_integration(token, client), "jwt.algorithmRefused")
    unsigned = jwt.encode(claims(anon.world), None, algorithm="none", headers={"kid": key.kid})
    anon.assert_unauthorized(anon.app_integration(unsigned, client), "jwt.algorithmNone")


@pytest.mark.parametrize("bearer", ["a.b.c", "e30.e30.", "..", "eyJhbGciOiJSUzI1NiJ9.W10.AA", "not-a-token"])
def test_token_that_is_none_is_refused(anon: Anon, bearer: str) -> None:
    refused = anon.app_integration(bearer, anon.credentials["webappSdkClient"]["id"])
    assert (refused.status_code, refused.json()) == (401, {"message": "Unauthorized"})
    reason = anon.last_reason()
    assert reason is not None and reason.startswith("jwt.")
    assert refused.headers["X-Drydock-Reason"] == reason


def test_client_leads_to_the_pool_and_must_be_of_the_right_kind(anon: Anon) -> None:
    token = anon.sign()
    unknown = "00000000-0000-4000-8000-000000000000"
    anon.assert_unauthorized(anon.app_integration(token, unknown), "client.unknown")
    anon.assert_unauthorized(anon.app_integration(token, None), "client.missing")
    service = anon.credentials["serviceSdkClient"]["id"]
    anon.assert_unauthorized(anon.app_integration(token, service), "client.isService")
    anon.assert_unauthorized(anon.app_integration(None, anon.credentials["webappSdkClient"]["id"]), "jwt.missing")
