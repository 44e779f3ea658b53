"""Tokens that Anon issues and Drydock signs, right and wrong, with PyJWT and joserfc as the verifiers."""

import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from joserfc import jwk
from joserfc import jwt as joserfc_jwt

from anon import Anon
from anon_keys import now
from server import EXECUTABLE

ALGORITHMS = ["RS256", "ES256", "EdDSA"]
SIX_MONTHS = timedelta(days=183)
# What the mistake of a token is called when it is ordered, and what the refusal's reason is.
MISTAKES = {
    "noKid": "jwt.noKid",
    "unknownKid": "jwt.unknownKid",
    "wrongKey": "jwt.badSignature",
    "expired": "jwt.expired",
    "notYetValid": "jwt.notYetValid",
    "noSub": "jwt.noSubject",
    "algNone": "jwt.algorithmNone",
    "hs256PublicKey": "jwt.algorithmRefused",
}


def verified(anon: Anon, token: str, **options: Any) -> dict[str, Any]:
    """The claims of a token of ours, as PyJWT reads them with the key set that we publish."""
    published = jwt.PyJWKClient(anon.jwks_uri)
    key = published.get_signing_key_from_jwt(token)
    return jwt.decode(token, key, algorithms=ALGORITHMS, options={"verify_aud": False, **options})


def command_line_token(*arguments: str) -> str:
    """What `drydock token` prints."""
    run = subprocess.run([EXECUTABLE, "token", *arguments], capture_output=True, text=True, timeout=20)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_issued_token_is_verified_by_pyjwt_and_lives_six_months(anon: Anon) -> None:
    token = anon.issue("ada")
    read = verified(anon, token)
    assert (read["sub"], read["sdkClientId"]) == ("ada", anon.credentials["webappSdkClient"]["id"])
    assert read["iat"] == now(anon.world)
    assert timedelta(seconds=read["exp"] - read["iat"]) == SIX_MONTHS
    assert {"iss", "sub", "aud", "exp", "iat"} <= set(read)
    header = jwt.get_unverified_header(token)
    assert (header["alg"], bool(header["kid"])) == ("RS256", True)


def test_issuing_again_refreshes_the_expiry_and_links_nobody(anon: Anon) -> None:
    first = verified(anon, anon.issue("ada"))
    anon.world.advance("1h")
    again = verified(anon, anon.issue("ada"), verify_iat=False)
    assert (again["sub"], again["exp"] - first["exp"]) == ("ada", 3600)
    chosen = now(anon.world) + 600
    assert verified(anon, anon.issue("ada", exp=chosen), verify_iat=False)["exp"] == chosen
    assert anon.app_user("ada").status_code == 404


def test_issuing_is_for_hosted_pools(anon: Anon) -> None:
    own = anon.pool(anon.jwks_uri)
    refused = anon.call("POST", "/org/appUserIdToken", json={"appUserId": "ada", "userPoolId": own})
    anon.assert_refused(refused, 400, {"error": "The user pool is not hosted by Anon"}, "userpool.notHosted")


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_signed_token_of_each_algorithm_is_verified_by_pyjwt_and_by_a_pool(anon: Anon, algorithm: str) -> None:
    token = anon.sign(subject="ben", algorithm=algorithm, email="ben@example.com", expiresIn="15m", claims={"a": [1]})
    read = verified(anon, token)
    assert (read["sub"], read["email"], read["a"], read["exp"] - read["iat"]) == ("ben", "ben@example.com", [1], 900)
    assert jwt.get_unverified_header(token)["alg"] == algorithm
    assert anon.app_integration(token, anon.own_client(anon.jwks_uri)).status_code == 200
    joserfc_keys = jwk.KeySet.import_key_set(anon.demand("GET", "/.well-known/jwks.json", bearer=None))
    assert joserfc_jwt.decode(token, joserfc_keys, algorithms=[algorithm]).claims == read


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_command_line_signs_what_pyjwt_verifies(anon: Anon, algorithm: str) -> None:
    token = command_line_token(
        "--subject", "carl", "--client-id", "c-1", "--algorithm", algorithm, "--expires-in", "2h"
    )
    read = verified(anon, token)
    assert (read["sub"], read["sdkClientId"], read["exp"] - read["iat"]) == ("carl", "c-1", 7200)
    fixed = command_line_token("--issued-at", "2026-01-01T00:00:00Z", "--expires-at", "2026-01-02T00:00:00Z")
    read = verified(anon, fixed, verify_exp=False)
    assert datetime.fromtimestamp(read["iat"], UTC) == datetime(2026, 1, 1, tzinfo=UTC)
    assert datetime.fromtimestamp(read["exp"], UTC) == datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(("mistake", "reason"), MISTAKES.items())
def test_every_mistake_is_a_401_with_its_own_reason(anon: Anon, mistake: str, reason: str) -> None:
    client = anon.own_client(anon.jwks_uri)
    wrong = anon.sign(mistake=mistake)
    anon.assert_unauthorized(anon.app_integration(wrong, client), reason)
    on_hosted = anon.app_integration(wrong, anon.credentials["webappSdkClient"]["id"])
    anon.assert_unauthorized(on_hosted, reason)
    # The command knows the system's time only, and this world's is frozen behind it.
    instant = anon.world.demand("GET", "/clock")["now"]
    by_hand = command_line_token("--mistake", mistake, "--issued-at", instant)
    anon.assert_unauthorized(anon.app_integration(by_hand, client), reason)
    assert anon.app_integration(anon.sign(), client).status_code == 200


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_one_for_pyjwt_as_well(anon: Anon, mistake: str) -> None:
    with pytest.raises(jwt.PyJWTError):
        verified(anon, anon.sign(mistake=mistake), require=["sub"])


def test_mistakes_are_the_same_on_the_command_line_and_over_http(anon: Anon) -> None:
    refused = anon.world.control("POST", "/token", json={"mistake": "noSuchMistake"})
    assert refused.status_code == 400
    printed = subprocess.run([EXECUTABLE, "token", "--help"], capture_output=True, text=True, timeout=20).stdout
    for mistake in MISTAKES:
        assert mistake in printed and mistake in refused.text


def test_another_pools_client_refuses_an_issued_token(anon: Anon) -> None:
    first, second = anon.pool(), anon.pool()
    mine, other = anon.webapp_client(first), anon.webapp_client(second)
    token = anon.issue("ada", userPoolId=first)
    assert anon.app_integration(token, mine).status_code == 200
    anon.assert_unauthorized(anon.app_integration(token, other), "jwt.otherPool")
