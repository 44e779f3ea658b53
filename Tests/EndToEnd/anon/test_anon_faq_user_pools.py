"""The FAQ on creating user pools: the symptom as it is printed, the reason in the journal, the FAQ's own fix."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from anon import Anon
from anon_keys import SigningKey, key_set
from commands import curl, run
from key_set_server import KeySetServer

NOT_A_VALUE = "error decoding response body: expected value at line 1 column 1"


def create_pool_command(anon: Anon, body: str, bearer: str | None) -> tuple[int, str]:
    """The guide's command that creates a user pool."""
    key = ["--header", f"Authorization: Bearer {bearer}"] if bearer else []
    return curl(
        anon,
        "/org/userPool",
        *("--request", "POST", "--header", "Content-Type: application/json", *key, "--data", body),
    )


def pool_body(jwks_uri: str | None = None) -> str:
    """What the guide's command sends."""
    body: dict[str, Any] = {"name": "Users", "description": "Ours"}
    if jwks_uri is not None:
        body["authorization"] = {"jwksUri": jwks_uri}
    return json.dumps(body)


@pytest.mark.faq("user-pool-unauthorized")
def test_creating_a_pool_without_a_token(anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]) -> None:
    status, body = create_pool_command(anon, pool_body(), bearer=None)
    assert (status, entry["symptom"]) == (401, "Unauthorized") and json.loads(body) == {"message": "Unauthorized"}
    reasons("key.missing")
    status, _ = create_pool_command(anon, pool_body(), bearer="anon_invalid")
    assert status == 401
    reasons("key.refused")
    session = anon.log_in()
    assert create_pool_command(anon, pool_body(), bearer=session)[0] == 200
    anon.world.advance("24h")
    assert create_pool_command(anon, pool_body(), bearer=session)[0] == 401
    reasons("key.expired")
    assert create_pool_command(anon, pool_body(), bearer=anon.log_in())[0] == 200


@pytest.mark.faq("user-pool-upstream-error")
def test_creating_a_pool_with_something_that_is_no_session_token(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]
) -> None:
    for bearer in (anon.credentials["member"]["password"], anon.credentials["appUserIdToken"]):
        status, body = create_pool_command(anon, pool_body(), bearer=bearer)
        assert status == 502 and json.loads(body) == {"error": "Upstream error"}
        assert entry["symptom"] == '"error": "Upstream error"'
        reasons("key.notAKey")
    assert create_pool_command(anon, pool_body(), bearer=anon.log_in())[0] == 200


@pytest.mark.faq("user-pool-jwks-decode-error")
def test_creating_a_pool_whose_key_set_is_not_public(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None], key_sets: KeySetServer
) -> None:
    url = key_sets.serve("<!doctype html><title>Sign in</title>", status=403, content_type="text/html")
    status, body = create_pool_command(anon, pool_body(url), bearer=anon.log_in())
    assert status == 500 and json.loads(body) == {"error": NOT_A_VALUE}
    assert entry["symptom"] == NOT_A_VALUE
    reasons("jwks.notJSON")
    key_sets.serve(key_set(SigningKey("customer-1", "ES256")))
    assert create_pool_command(anon, pool_body(url), bearer=anon.log_in())[0] == 200


@pytest.mark.faq("user-pool-jwks-without-keys")
def test_creating_a_pool_whose_key_set_is_other_json(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None], key_sets: KeySetServer
) -> None:
    url = key_sets.serve({"message": "Forbidden"}, status=403)
    status, body = create_pool_command(anon, pool_body(url), bearer=anon.log_in())
    assert status == 500 and json.loads(body)["error"].startswith(entry["symptom"])
    reasons("jwks.noKeys")
    key_sets.serve(key_set(SigningKey("customer-1", "ES256")))
    assert create_pool_command(anon, pool_body(url), bearer=anon.log_in())[0] == 200


@pytest.mark.faq("user-pool-jwks-unreachable")
def test_creating_a_pool_whose_key_set_cannot_be_reached(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None], key_sets: KeySetServer
) -> None:
    for url in ("http://nobody.invalid/jwks.json", "http://127.0.0.1:9/jwks.json"):
        status, body = create_pool_command(anon, pool_body(url), bearer=anon.log_in())
        assert status == 500 and json.loads(body)["error"].startswith(f"{entry['symptom']} ({url})")
        reasons("jwks.unreachable")
    url = key_sets.serve(key_set(SigningKey("customer-1", "ES256")))
    assert create_pool_command(anon, pool_body(url), bearer=anon.log_in())[0] == 200


@pytest.mark.faq("user-pool-trailing-comma")
def test_creating_a_pool_with_the_guides_trailing_comma(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]
) -> None:
    guide = '{\n  "name": "Users",\n  "description": "Ours",\n  "authorization": {\n    "jwksUri": "%s",\n  }\n}'
    status, body = create_pool_command(anon, guide % anon.jwks_uri, bearer=anon.log_in())
    assert status == 400 and entry["symptom"] in json.loads(body)["error"]
    reasons("body.trailingComma")
    mended = guide.replace(",\n  }", "\n  }") % anon.jwks_uri
    assert create_pool_command(anon, mended, bearer=anon.log_in())[0] == 200


@pytest.mark.faq("user-pool-unexpanded-variable")
def test_creating_a_pool_with_the_guides_variable_in_single_quotes(
    anon: Anon, entry: dict[str, Any], reasons: Callable[[str], None]
) -> None:
    command = (
        "ANON_JWKS_PUBLIC_URL={uri}; curl --silent --request POST {url}/org/userPool"
        " --header 'Authorization: Bearer {key}' --header 'Content-Type: application/json' --data {body}"
    )
    values = {"uri": anon.jwks_uri, "url": anon.world.base_url, "key": anon.key}
    single = '\'{"name":"Users","description":"Ours","authorization":{"jwksUri":"$ANON_JWKS_PUBLIC_URL"}}\''
    printed = run("sh", "-c", command.format(**values, body=single))
    assert json.loads(printed) == {"error": "builder error: relative URL without a base"}
    assert entry["symptom"] == "builder error: relative URL without a base"
    reasons("jwks.unexpandedVariable")
    double = '"' + single.strip("'").replace('"', '\\"') + '"'
    assert (
        json.loads(run("sh", "-c", command.format(**values, body=double)))["authorization"]["jwksUri"] == anon.jwks_uri
    )
