"""Every way to name a world, through nginx: the request gets to the instance that has it, and enters it there."""

import base64
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from anon import LINKEDIN, Anon
from nginx import ADDRESSES, EXAMPLE, Nginx
from plain_http import plain_client
from server import DrydockServer
from tour import UPGRADE
from world import World


class Credentials:
    """One of everything that a world issues and that alone may lead a request to it."""

    def __init__(self, world: World) -> None:
        self.name = world.name
        self.token = world.identity_token(world.application()["id"])
        self.session = world.session()["id"]
        self.anon = world.demand("GET", "/credentials")["anon"]
        anon = Anon(world)
        self.login = anon.log_in()
        self.link = anon.link_url(bearer=self.anon["serviceSdkClient"]["apiKey"]).json()["url"]
        self.user = anon.issue("ada")
        anon.close()
        self.signed = world.demand("POST", "/token", json={})["token"]
        self.key = self.anon["serviceSdkClient"]["apiKey"]
        self.client = self.anon["webappSdkClient"]["id"]


def get(path: str, query: dict[str, str] | None = None, **headers: str) -> dict[str, Any]:
    """The arguments of a GET."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"method": "GET", "url": path, "params": query, "headers": fields}


STATUS = "/account/api/v1/session/status"
APP = "/account/api/v1/appIntegration"
WAYS: dict[str, Callable[[Credentials], dict[str, Any]]] = {
    "the header": lambda it: get("/v1/applications", X_Drydock_World=it.name, anchor_api_key="sk-test@elsewhere"),
    "the name at the end of Anchor's key": lambda it: get("/v1/applications", anchor_api_key=f"sk-test@{it.name}"),
    "the name at the end of Anon's key": lambda it: get(STATUS, Authorization=f"Bearer anon_test@{it.name}"),
    "the name at the end of an older key of Anon's": lambda it: get(STATUS, Authorization=f"bearer  ory_a@{it.name}"),
    "the name at the end of a key with several": lambda it: get(
        "/v1/sessions", anchor_api_key=f"a@b.example@{it.name}"
    ),
    "the name at the end of a cookie": lambda it: get("/api/user/project", Cookie=f"a=1; wos-session=me@{it.name}"),
    "the name at the end of a key in the query": lambda it: get(
        "/", {"apiKey": f"sk-test@{it.name}", "sessionId": it.session}, **UPGRADE
    ),
    "a key that has the form of an id": lambda it: get("/v1/sessions", anchor_api_key=f"{it.client[::-1]}@{it.name}"),
    "a key that was issued": lambda it: get(STATUS, Authorization=f"Bearer {it.key}"),
    "a session token of a member": lambda it: get(
        f"/org/organization/{it.anon['organizationId']}", Authorization=f"Bearer {it.login}"
    ),
    "an identity token": lambda it: get("/identity/create", {"token": it.token}),
    "a session's id in the query": lambda it: get("/", {"sessionId": it.session}),
    "a session's id in the path": lambda it: get(f"/cdp/{it.session}", **UPGRADE),
    "an organisation's id in the path": lambda it: get(f"/org/organization/{it.anon['organizationId']}"),
    "a member's id in the path": lambda it: get(f"/org/member/{it.anon['member']['id']}"),
    "a link": lambda it: get("/link", {name: value for name, [value] in parse_qs(urlsplit(it.link).query).items()}),
    "a client's id in the query": lambda it: get("/link", {"app": LINKEDIN, "clientId": it.client}),
    "a client's id in upper case": lambda it: get("/link", {"app": LINKEDIN, "clientId": it.client.upper()}),
    "a user's token in the query": lambda it: get("/link", {"app": LINKEDIN, "appUserIdToken": it.user}),
    "a user's token": lambda it: get(APP, {"id": LINKEDIN}, Authorization=f"Bearer {it.user}"),
    "a user's token of one's own": lambda it: get(APP, {"id": LINKEDIN}, Authorization=f"Bearer {it.signed}"),
    "a client's id in the header": lambda it: get(APP, {"id": LINKEDIN}, X_Anon_Sdk_Client_Id=it.client),
}


@pytest.fixture(scope="module")
def credentials(nginx: Nginx) -> list[Credentials]:
    """Those of several worlds, so that a way that leads to one instance only by chance does so not every time."""
    worlds = [World(nginx.base_url, f"way-{number}.X_{number * number}") for number in range(12)]
    found = [Credentials(world) for world in worlds]
    for world in worlds:
        world.close()
    return found


@pytest.mark.parametrize("way", WAYS)
def test_a_request_goes_to_the_instance_and_into_the_world_that_it_names(
    way: str, client: httpx.Client, credentials: list[Credentials]
) -> None:
    for issued in credentials:
        query = {"world": issued.name, "limit": "1000"}
        before = client.get("/_drydock/requests", params=query)
        answer = client.request(**WAYS[way](issued))
        after = client.get("/_drydock/requests", params=query)
        assert answer.headers["X-Drydock-Instance"] == before.headers["X-Drydock-Instance"]
        assert len(after.json()["requests"]) == len(before.json()["requests"]) + 1, "the server enters that world, too"


@pytest.fixture
def tunnels(tmp_path: Path, servers: list[DrydockServer]) -> Iterator[Nginx]:
    """nginx as the way to Anon's proxy."""
    nginx = Nginx(tmp_path / "tunnels", "tunnel.conf", servers)
    yield nginx
    nginx.close()


def test_a_tunnel_leads_through_the_instance_of_its_key(nginx: Nginx, tunnels: Nginx) -> None:
    with socket.create_server(("127.0.0.1", 0)) as target:
        for number in range(9):
            world = World(nginx.base_url, f"tunnel-{number}")
            hosts = {"page.test": f"127.0.0.1:{target.getsockname()[1]}"}
            world.load({"title": "A page", "anon": {"policies": {"tunnel": {"hosts": hosts}}}})
            world.demand("POST", "/link/complete", json={"app": LINKEDIN, "appUserId": "ada"})
            key = world.demand("GET", "/credentials")["anon"]["serviceSdkClient"]["apiKey"] if number % 2 else None
            user = base64.b64encode(f"ada:{key or world.key('anon_test')}".encode()).decode()
            head = f"CONNECT page.test:443 HTTP/1.1\r\nHost: page.test:443\r\nProxy-Authorization: Basic {user}\r\n\r\n"
            with socket.create_connection(("127.0.0.1", tunnels.port), timeout=20) as way:
                way.sendall(head.encode())
                assert way.recv(4096).startswith(b"HTTP/1.1 200"), world.journal()
                far, _ = target.accept()
                with far:
                    way.sendall(b"through")
                    assert far.recv(100) == b"through"
            assert [entry["operation"] for entry in world.journal()] == ["anon.openTunnel"]
            world.close()


def test_marks_are_those_of_the_server(nginx: Nginx) -> None:
    """The hash of a name and the veil of an id: in nginx's words here, in the server's in what it refuses."""
    # Two names that have the same mark (Worlds.md); so they meet at one instance, which refuses the second.
    with plain_client(nginx.base_url) as client:
        asked = [
            client.get("/v1/sessions", headers={"anchor-api-key": f"sk@{it}"}) for it in ("w22285407", "w44215535")
        ]
    assert [answer.status_code for answer in asked] == [200, 409]
    assert asked[0].headers["X-Drydock-Instance"] == asked[1].headers["X-Drydock-Instance"]
    assert re.fullmatch(r"127\.0\.0\.1:\d+", asked[0].headers["X-Drydock-Instance"])


def test_examples_name_the_same_instances_in_the_same_words() -> None:
    """The hash is of an instance's address as it is written; both files have to write it alike."""
    named = [ADDRESSES.findall((EXAMPLE / name).read_text()) for name in ("nginx.conf", "tunnel.conf")]
    assert named[0] == named[1] and len(named[0]) == 3
