"""No secret that a flow has to do with stands in a masked journal, an archive, an event or the log."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from anon import REDIRECT, Anon
from event_stream import listen
from server import DrydockServer
from uploads import KEY_LINE
from world import World

SECRET_NAMES = re.compile(r"token|secret|password|api_?key", re.IGNORECASE)


@pytest.fixture
def talkative(launch: Callable[..., DrydockServer]) -> DrydockServer:
    """A server that logs each request."""
    return launch("--clock", "frozen", "--log-level", "debug")


def issued(value: Any, name: str = "") -> Iterator[str]:
    """All strings of an answer under names of secrets, and the keys inside its URLs."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from issued(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from issued(inner, name)
    elif isinstance(value, str):
        yield from re.findall(r"apiKey=([^&]+)", value)
        if SECRET_NAMES.search(name) and not name.lower().endswith("hash"):
            yield value


def anchor_flow(world: World) -> set[str]:
    """Everything that hands out or takes a secret of Anchor's; returns the secrets."""
    secrets = {world.api_key, "open-sesame-1", "proxy-password-1", "JBSWY3DPEHPK3PXP", "member-number-1"}
    answers: list[Any] = []
    application = world.application()["id"]
    token = world.api.post(
        f"/v1/applications/{application}/tokens", json={"callbackUrl": REDIRECT.replace("http:", "https:")}
    )
    answers.append(token.json())
    issued_token = token.json()["token"]
    world.api.get("/identity/create", params={"token": issued_token})
    world.api.post(
        "/identity/create", data={"token": issued_token, "userName": "user_mfa", "password": "open-sesame-1"}
    )
    world.complete(issued_token)
    world.complete(issued_token)
    # A custom flow's fields, typed on the hosted page, and a password and a code that go astray in other ways.
    flow = {"name": "Own", "methods": ["custom"], "custom_fields": [{"name": "PIN"}, {"name": "Member"}]}
    custom = world.api.post(f"/v1/applications/{application}/auth-flows", json=flow).json()["id"]
    another = world.identity_token(application)
    answers.append({"token": another})
    form = {"token": another, "step": "details", "flow": custom, "field-0": "custom-pin-12345", "field-1": ""}
    world.api.post("/identity/create", data=form, follow_redirects=True)
    form |= {"field-1": "custom-member-678"}
    world.api.post("/identity/create", data=form, follow_redirects=True)
    multipart = {name: (None, value) for name, value in form.items()}
    world.api.post("/identity/create", files=multipart)
    strays = {"password": "stray-password-1", "otp": "stray-otp-98765", "code": "stray-code-4321"}
    strays["pin"] = "stray-pin-1234"
    world.api.get("/v1/applications", params=strays)
    world.api.get("/nowhere", params={"next": f"https://x/?password={strays['password']}&code={strays['code']}"})
    world.api.post("/v1/applications", data=strays)
    world.api.post("/v1/applications", json={"source": "https://u:proxy:secret-9876@shop.example.com/"})
    schemes = {"Basic": "c3RyYXktYmFzaWM6c2VjcmV0", "Digest": "stray-digest-response", "Token": "stray-scheme-token"}
    for scheme, value in schemes.items():
        world.api.get("/v1/applications", headers={"Authorization": f"{scheme} {value}"})
    world.api.get("/v1/applications", headers={"X-Forwarded-Authorization": f"Bearer {schemes['Token']}"})
    world.api.get("/v1/applications", headers={"X-Webhook-Secret": "stray-webhook-secret"})
    callback = "https://hook:callback-password-5@app.example.com/?secret=callback-secret-6"
    world.api.post(f"/v1/applications/{application}/tokens", json={"callbackUrl": callback})
    secrets |= {"custom-pin-12345", "custom-member-678", "stray-webhook-secret", "proxy:secret-9876"}
    secrets |= {*strays.values(), *schemes.values(), "callback-password-5", "callback-secret-6"}
    credentials = [
        {"type": "username_password", "username": "user_good", "password": "open-sesame-1"},
        {"type": "authenticator", "secret": "JBSWY3DPEHPK3PXP", "otp": "123456"},
        {"type": "custom", "fields": [{"name": "Member", "value": "member-number-1"}]},
    ]
    for credential in credentials:
        body = {"source": "https://shop.example.com", "credentials": [credential]}
        identity = world.api.post("/v1/identities", params={"validateAsync": "false"}, json=body).json()
        world.api.get(f"/v1/identities/{identity['id']}/credentials")
    proxy = {"type": "custom", "active": True, "server": "p:1", "username": "u", "password": "proxy-password-1"}
    session = world.session(session={"proxy": proxy})
    answers.append(session)
    world.api.get("/", params={"apiKey": world.api_key, "sessionId": session["id"]}, headers={"anchor-api-key": ""})
    account = "ops_eyJzaWduSW5BZGRyZXNzIjoibXkuMXBhc3N3b3JkLmNvbSJ9"
    integration = {"name": "Vault", "type": "1PASSWORD"}
    integration["credentials"] = {"type": "serviceAccount", "data": {"serviceAccount": account}}
    assert world.api.post("/v1/integrations", json=integration).status_code == 200
    world.api.get("/nowhere", params={"of": account})
    pem = f"-----BEGIN PRIVATE KEY-----\n{KEY_LINE}\n-----END PRIVATE KEY-----\n"
    refused = world.api.post("/v1/certificates", data={"name": "key"}, files={"file": ("key.pem", pem.encode())})
    assert refused.headers["X-Drydock-Reason"] == "certificate.hasPrivateKey"
    secrets |= {account, KEY_LINE}
    cookie = f"session-of-{world.api_key}"
    secrets.add(cookie)
    headers = {"Cookie": f"wos-session={cookie}"}
    project = world.api.get("/api/user/project", headers=headers).json()
    answers.append(project)
    keys = world.api.get(f"/v1/projects/{project['id']}/api-keys", headers=headers)
    assert keys.status_code == 200, keys.text
    answers.append(keys.json())
    return secrets | set(issued(answers))


def anon_flow(anon: Anon) -> set[str]:
    """Everything that hands out or takes a secret of Anon's; returns the secrets."""
    ready = anon.credentials
    secrets = {anon.key, "member-password-1"}
    for key in (ready["serviceSdkClient"]["apiKey"], ready["prodServiceSdkClient"]["apiKey"]):
        anon.status("ada", bearer=key)
        secrets.add(key)
    session = anon.log_in()
    member = {"name": "Ben", "email": "ben@example.com", "password": "member-password-1", "role": "ReadOnly"}
    anon.call("POST", "/org/member", bearer=session, json={"organizationId": ready["organizationId"], **member})
    anon.call("POST", "/org/login", bearer=None, json={"email": member["email"], "password": member["password"]})
    service = anon.service_client(bearer=session)
    token = anon.issue("ada")
    own = anon.sign(subject="ada", mistake="unknownKid")
    client = ready["webappSdkClient"]["id"]
    for credential in (token, own, ready["appUserIdToken"]):
        anon.app_integration(credential, client)
    link = anon.link_url().json()["url"]
    anon.call("GET", f"/?{link.split('?')[1]}", bearer=None)
    anon.call("GET", "/link", bearer=None, params={"app": "linkedin", "clientId": client, "appUserIdToken": own})
    anon.link("ada")
    browser = anon.cdp_url("ada")
    assert browser.status_code == 200, browser.text
    anon.call("GET", "/nowhere", bearer=service["auth"]["secret"], params={"redirect": f"https://x/?token={token}"})
    proxy = base64.b64encode(f"ada:{anon.key}".encode()).decode()
    httpx.get(
        f"{anon.world.base_url}/", headers={"Proxy-Authorization": f"Basic {proxy}", "X-Drydock-World": anon.world.name}
    )
    return secrets | {session, token, own, proxy, ready["appUserIdToken"], *issued(service)}


@pytest.mark.parametrize("vendor", ["anchor", "anon"])
def test_no_secret_is_shown_unless_asked_for(
    talkative: DrydockServer, worlds: Callable[..., World], vendor: str
) -> None:
    world = worlds(talkative)
    if vendor == "anchor":
        secrets = anchor_flow(world)
    else:
        anon = Anon(world)
        secrets = anon_flow(anon)
        anon.close()
    assert len(secrets) >= 8, secrets
    assert all(len(secret) > 8 for secret in secrets), "what is short occurs by chance"
    journal = world.control("GET", "/requests").text
    shown = world.control("GET", "/requests", params={"secrets": "shown"}).text
    archive = world.control("GET", "/requests.har").text
    unmatched = world.control("GET", "/requests/unmatched").text
    verify = {"when": {"header": {"anchor-api-key": world.api_key, "authorization": {"contains": "nobody"}}}}
    explained = world.control("POST", "/verify", json=verify).text
    misses = world.control("POST", "/requests/near-misses", json={"when": verify["when"]}).text
    metrics = world.control("GET", "/metrics").text
    dashboard = httpx.get(
        f"{world.base_url}/_drydock/", params={"world": world.name}, headers={"Accept": "text/html"}
    ).text
    with listen(world.base_url, world.name, last_id="0") as stream:
        events = "".join(json.dumps(event.data, ensure_ascii=False) for event in stream.take(len(world.journal())))
    log = talkative.output()
    assert "GET /" in log, "requests are logged"
    for secret in secrets:
        assert secret in shown or quote(secret, safe="") in shown, f"{secret}: the flow has nothing to do with it"
        places = {"journal": journal, "archive": archive, "unmatched": unmatched, "verify": explained, "log": log}
        places |= {"near misses": misses, "metrics": metrics, "dashboard": dashboard, "events": events}
        for place, text in places.items():
            for form in (secret, quote(secret, safe=""), secret.replace("/", "\\/")):
                assert form not in text, f"{form} stands in the {place}"
