"""TLS that fails on purpose: each client's very error, and that the next handshake is good."""

import json
import ssl
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from documentation import article
from poll import until
from secure import LocalAuthority, connect
from server import DrydockServer
from world import World

HOST = "api.anchorbrowser.io"

# By effect: what Python's ssl says, and the code of Node's error.
FAULTS = {
    "expired": ("certificate has expired", "CERT_HAS_EXPIRED"),
    "wrongName": (f"Hostname mismatch, certificate is not valid for '{HOST}'", "ERR_TLS_CERT_ALTNAME_INVALID"),
    "unknownAuthority": ("self-signed certificate in certificate chain", "SELF_SIGNED_CERT_IN_CHAIN"),
    "cutHandshake": ("EOF occurred in violation of protocol", "ECONNRESET"),
}

# Where names lead is the machine's; here they lead to this server, as a line in /etc/hosts would do.
FETCH = """
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
dns.lookup = (name, options, done) => done(null, options.all ? [{address: "127.0.0.1", family: 4}] : "127.0.0.1", 4);
syncBuiltinESMExports();
const answers = [];
for (let attempt = 0; attempt < 2; attempt++) {
    try { answers.push((await fetch(process.argv[2])).status); } catch (error) { answers.push(error.cause.code); }
}
console.log(JSON.stringify(answers));
"""


def on_handshake(effect: dict[str, Any], host: str = HOST, **more: Any) -> dict[str, Any]:
    """A rule for the next handshake with a client that calls `host`."""
    return {"on": "tls.handshake", "when": {"header": {"host": host}}, "times": 1, "effect": effect, **more}


@pytest.fixture
def server(launch_secure: Callable[..., DrydockServer]) -> DrydockServer:
    """A server of this test's own: a client that says no more than a host's name is the default world's."""
    return launch_secure()


@pytest.fixture
def home(server: DrydockServer) -> Iterator[World]:
    """Its default world, told of rules without TLS."""
    world = World(f"http://127.0.0.1:{server.port}", "default")
    yield world
    world.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_python_is_told_what_is_wrong_and_the_next_handshake_is_good(
    server: DrydockServer, home: World, local_authority: LocalAuthority, fault: str
) -> None:
    rule = home.demand("POST", "/rules", json=on_handshake({"tls": fault}))
    with pytest.raises(ssl.SSLError, match=FAULTS[fault][0]):
        connect(local_authority, server.port, name=HOST)
    with connect(local_authority, server.port, name=HOST) as connection:
        assert connection.version()
    [seen] = [each for each in home.demand("GET", "/rules")["rules"] if each["id"] == rule["id"]]
    assert seen["matched"] == 1 and seen["effect"] == {"tls": fault}


@pytest.mark.parametrize("fault", FAULTS)
def test_fetch_of_node_is_told_what_is_wrong_and_the_next_handshake_is_good(
    server: DrydockServer, home: World, local_authority: LocalAuthority, fault: str, tmp_path: Path
) -> None:
    home.demand("POST", "/rules", json=on_handshake({"tls": fault}))
    script = tmp_path / "fetch.mjs"
    script.write_text(FETCH)
    result = subprocess.run(
        ["node", script, f"https://{HOST}:{server.port}/"],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", **local_authority.variables()},
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == [FAULTS[fault][1], 200]


@pytest.mark.parametrize("fault", FAULTS)
def test_requests_through_the_proxy_is_told_in_the_world_of_its_credentials(
    secure: DrydockServer, worlds: Callable[..., World], local_authority: LocalAuthority, fault: str
) -> None:
    world, other = worlds(secure), worlds(secure)
    world.demand("POST", "/rules", json=on_handshake({"tls": fault}))

    def ask(which: World) -> int:
        proxy = f"http://x:sk-test%40{which.name}@127.0.0.1:{secure.port}"
        answer = requests.get(
            f"https://{HOST}/v1/applications",
            headers={"anchor-api-key": which.api_key},
            proxies={"https": proxy},
            verify=str(local_authority.file),
            timeout=20,
        )
        return answer.status_code

    assert ask(other) == 200
    with pytest.raises(requests.exceptions.SSLError, match=FAULTS[fault][0]):
        ask(world)
    assert ask(world) == 200


def test_only_clients_that_call_the_host_are_meant(
    server: DrydockServer, home: World, local_authority: LocalAuthority
) -> None:
    home.demand("POST", "/rules", json=on_handshake({"tls": "expired"}, host="svc.sandbox.anon.com"))
    for name in (HOST, "localhost", "link.svc.sandbox.anon.com"):
        connect(local_authority, server.port, name=name).close()
    with pytest.raises(ssl.SSLError, match="certificate has expired"):
        connect(local_authority, server.port, name="svc.sandbox.anon.com")


def test_a_rule_for_every_request_means_no_handshake(
    server: DrydockServer, home: World, local_authority: LocalAuthority
) -> None:
    home.demand("POST", "/rules", json={"effect": {"reply": {"status": 500}}})
    home.demand("POST", "/rules", json={"on": "*", "effect": {"reply": {"status": 500}}})
    connect(local_authority, server.port, name=HOST).close()


def test_a_handshake_waits_on_the_clock_of_the_world(
    server: DrydockServer, home: World, local_authority: LocalAuthority
) -> None:
    home.demand("POST", "/rules", json=on_handshake({"delay": "30s", "tls": "expired"}))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(connect, local_authority, server.port, name=HOST)
        until(lambda: home.demand("GET", "/rules")["rules"][0]["matched"], what="the handshake's arrival")
        assert not waiting.done()
        home.advance("30s")
        with pytest.raises(ssl.SSLError, match="certificate has expired"):
            waiting.result(timeout=20)


def test_a_handshake_can_wait_in_real_time_whatever_the_clock_of_the_world_does(
    server: DrydockServer, home: World, local_authority: LocalAuthority
) -> None:
    home.demand("POST", "/clock", json={"freeze": True})
    delay = {"fixed": "20ms", "realTime": True}
    home.demand("POST", "/rules", json=on_handshake({"delay": delay, "tls": "expired"}))
    with pytest.raises(ssl.SSLError, match="certificate has expired"):
        connect(local_authority, server.port, name=HOST)
    assert home.demand("GET", "/rules")["rules"][0]["matched"] == 1


def test_the_rule_of_the_article_is_read_and_the_errors_are_those_that_are_printed(secure_world: World) -> None:
    scenario = article("HTTPS").block("yaml", having="rules:")
    read = secure_world.control("PUT", "/scenario", content=scenario, headers={"Content-Type": "application/yaml"})
    assert read.status_code == 200, read.text
    [rule] = secure_world.demand("GET", "/rules")["rules"]
    assert {name: rule[name] for name in ("on", "when", "times", "effect")} == on_handshake({"tls": "expired"})
    rows = {cells[0].strip("`"): cells[1:] for cells in article("HTTPS").rows("faults")}
    assert rows.keys() == FAULTS.keys()
    for fault, (_, python, node) in rows.items():
        assert FAULTS[fault][0].startswith(python) and node == f"`{FAULTS[fault][1]}`"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            {"on": "anchor.createSession", "effect": {"tls": "expired"}},
            "`tls` is for handshakes: `on` must be `tls.han",
        ),
        ({"effect": {"tls": "expired"}}, "`tls` is for handshakes: `on` must be `tls.handshake`"),
        ({"on": "anchor.deliverWebhook", "effect": {"tls": "expired"}}, "`tls` is for handshakes"),
        (on_handshake({"reply": {"status": 500}}), "a handshake has no request yet: it takes `tls` and `delay` only"),
        (on_handshake({"problem": "outOfCredits"}), "a handshake has no request yet"),
        (on_handshake({"tls": "expired", "connection": "reset"}), "a handshake has no request yet"),
        (on_handshake({"tls": "old"}), "expired"),
        ({"on": "tls.handshak", "effect": {"tls": "expired"}}, "tls.handshake"),
    ],
)
def test_a_rule_that_is_wrong_is_complained_about_in_words(
    secure_world: World, rule: dict[str, Any], words: str
) -> None:
    refused = secure_world.control("POST", "/rules", json=rule)
    assert refused.status_code == 422
    assert words in refused.text
