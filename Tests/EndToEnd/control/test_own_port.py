"""What a customer writes into a pool, a callback or a webhook never makes the server call itself."""

import socket
import threading
from urllib.parse import urlsplit

import pytest

from anon import Anon
from key_set_server import KeySetServer
from world import World

OWN = (
    "127.0.0.1",
    "localhost",
    "LOCALHOST",
    "anything.localhost",
    "127.1",
    "127.0.0.1.",
    "0x7f000001",
    "2130706433",
    "0.0.0.0",
    "0",
    "[::ffff:127.0.0.1]",
    "１２７.0.0.1",
)


def port(anon: Anon) -> int:
    """The server's."""
    number = urlsplit(anon.world.base_url).port
    assert number
    return number


def worlds(world: World) -> set[str]:
    """The names of all worlds."""
    return {entry["name"] for entry in world.demand("GET", "/worlds")["worlds"]}


@pytest.mark.parametrize("host", OWN)
def test_no_name_or_address_of_its_own_lets_a_key_set_come_from_the_control_plane(anon: Anon, host: str) -> None:
    assert anon.credentials, "the world itself is there"
    before = worlds(anon.world)
    for path in ("/_drydock/clock?world=intruder", "/v1/sessions", "/", "/.well-known/jwks.json?token=a@intruder"):
        refused = anon.create_pool(f"http://{host}:{port(anon)}{path}")
        assert refused.status_code == 500
        assert refused.headers["X-Drydock-Reason"] in ("jwks.ownServer", "jwks.unreachable"), host
    assert "intruder" not in worlds(anon.world) and worlds(anon.world) == before


def test_the_usual_names_are_refused_as_what_they_are(anon: Anon) -> None:
    uri = f"http://localhost:{port(anon)}/_drydock/worlds"
    anon.assert_refused(
        anon.create_pool(uri),
        500,
        {
            "error": f"error sending request for url ({uri}): error trying to connect: tcp connect error: "
            "Connection refused (os error 111)"
        },
        "jwks.ownServer",
    )
    answer = anon.world.control("GET", "/faq/jwks.ownServer")
    assert answer.status_code == 200 and "own control plane" in answer.text


@pytest.mark.parametrize("status", [301, 302, 307])
def test_neither_does_a_redirect(anon: Anon, key_sets: KeySetServer, status: int) -> None:
    target = f"http://127.0.0.1:{port(anon)}/_drydock/requests?world=intruder"
    refused = anon.create_pool(key_sets.redirect("/go", target, status))
    assert refused.headers["X-Drydock-Reason"] == "jwks.ownServer"
    assert "intruder" not in worlds(anon.world)


def test_neither_does_a_port_that_is_forwarded(anon: Anon) -> None:
    """As a container's published port: the address is none of the server's."""
    listener = socket.create_server(("127.0.0.1", 0))

    def forward() -> None:
        client, _ = listener.accept()
        with client, socket.create_connection(("127.0.0.1", port(anon))) as server:
            server.sendall(client.recv(65536))
            client.sendall(server.recv(65536))

    thread = threading.Thread(target=forward, daemon=True)
    thread.start()
    refused = anon.create_pool(f"http://127.0.0.1:{listener.getsockname()[1]}/_drydock/clock?world=intruder")
    thread.join(10)
    listener.close()
    assert refused.headers["X-Drydock-Reason"] == "jwks.ownServer"
    assert "intruder" not in worlds(anon.world)


def test_the_built_in_key_set_is_a_pool_s_own(anon: Anon) -> None:
    assert anon.create_pool(f"http://127.0.0.1:{port(anon)}/.well-known/jwks.json").status_code == 200


def test_a_callback_is_not_delivered_to_the_server_itself(world: World, anon: Anon) -> None:
    world.load({"name": "loopback", "anchor": {"policies": {"callbackScheme": "httpsOrLoopback"}}})
    before = worlds(world)
    for path in ("/_drydock/clock?world=intruder", "/v1/sessions?apiKey=a@intruder", "/.well-known/jwks.json"):
        token = world.identity_token(world.application()["id"], f"http://localhost:{port(anon)}{path}")
        done = world.complete(token, deliver=True).json()
        assert "leads to Drydock itself" in done["delivery"]["error"]
    link = {"app": "linkedin", "appUserId": "ada", "redirectUrl": f"http://127.0.0.1:{port(anon)}/_drydock/worlds"}
    done = world.demand("POST", "/link/complete", json={**link, "deliver": True})
    assert "leads to Drydock itself" in done["delivery"]["error"]
    assert worlds(world) == before


@pytest.mark.parametrize("host", OWN)
def test_no_delivery_to_a_webhook_reaches_it(world: World, host: str) -> None:
    assert world.api.get("/v1/webhooks").is_success, "the world itself is there"
    before = worlds(world)
    for path in ("/_drydock/reset?world=intruder", "/v1/sessions", "/"):
        url = f"http://{host}:{urlsplit(world.base_url).port}{path}"
        made = world.api.post("/v1/webhooks", json={"url": url, "subscribed_events": ["task.completed"]})
        if made.status_code == 400:
            continue
        webhook = made.json()["id"]
        world.demand("DELETE", "/requests")
        assert world.api.post(f"/v1/webhooks/{webhook}/test", json={"event_type": "task.completed"}).status_code == 202
        sent = world.demand("GET", "/requests", params={"direction": "outgoing", "wait": "20s"})["requests"]
        assert [entry["reason"]["code"] in ("control.ownRequest", "webhook.unreachable") for entry in sent] == [True], sent
        assert world.api.delete(f"/v1/webhooks/{webhook}").status_code == 200
    assert "intruder" not in worlds(world) and worlds(world) == before
