"""Several servers behind nginx, as the example has them: whole flows, none of which sees anything of another."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from anon import LINKEDIN, REDIRECT
from event_stream import listen
from nginx import Nginx
from plain_http import plain_client
from repository import ROOT
from sdk import strict_sdk
from server import DrydockServer
from world import World

WORKERS = 8
WORLDS = 96
CALLBACK = "https://my.app/callback"
FLOW = [
    "anchor.createApplication",
    "anchor.createIdentityToken",
    "anchor.openIdentityCreatePage",
    "anchor.getIdentity",
    "anchor.createSession",
    "anchor.openLiveView",
    "anon.createAppUserIdToken",
    "anon.getAppIntegration",
    "anon.createLinkUrl",
    "anon.openLink",
    "anon.getSessionStatus",
]


def connect(world: World) -> str:
    """What a test does in one world, with Anchor and with Anon; most requests bring nothing but what was issued.

    Returns the world that the control plane said the token is of.
    """
    with strict_sdk(world) as sdk, plain_client(world.base_url, timeout=30) as nobody:
        application = sdk.applications.create_application(source=f"https://{world.name}.example.com")
        token = sdk.applications.create_identity_token(str(application.id), callback_url=CALLBACK).token
        assert nobody.get("/identity/create", params={"token": token}).status_code == 200
        done = nobody.post(f"/_drydock/identity-tokens/{token}/complete", json={"outcome": "success"}).json()
        identity = sdk.identities.get_identity(done["identityId"])
        session = sdk.sessions.create_session(identities=[{"id": str(identity.id)}])
        assert nobody.get(session.data.live_view_url).status_code == 200
        anon = world.demand("GET", "/credentials")["anon"]
        key = {"Authorization": f"Bearer {anon['serviceSdkClient']['apiKey']}"}
        body = {"appUserId": world.name, "userPoolId": anon["userPoolId"]}
        issued = nobody.post("/org/appUserIdToken", headers=key, json=body).raise_for_status().json()["appUserIdToken"]
        user = {"Authorization": f"Bearer {issued}", "X-Anon-Sdk-Client-Id": anon["webappSdkClient"]["id"]}
        nobody.get("/account/api/v1/appIntegration", params={"id": LINKEDIN}, headers=user).raise_for_status()
        query = {"app": LINKEDIN, "appUserId": world.name, "redirectUrl": REDIRECT}
        link = nobody.get("/link/url", params=query, headers=key).raise_for_status().json()["url"]
        assert nobody.get(link).status_code == 200
        world.demand("POST", "/link/complete", json={"url": link})
        owner = {"ownerId": world.name, "domain": LINKEDIN}
        nobody.get("/account/api/v1/session/status", params=owner, headers=key).raise_for_status()
        return done["world"]


def journals(server: DrydockServer) -> dict[str, list[str | None]]:
    """The operations that were called in each world of an instance; to ask makes no world."""
    with plain_client(server.base_url, timeout=30) as client:
        names = [world["name"] for world in client.get("/_drydock/worlds").json()["worlds"]]
        found = {}
        for name in names:
            query = {"world": name, "limit": "1000", "direction": "incoming"}
            entries = client.get("/_drydock/requests", params=query).json()["requests"]
            found[name] = [entry["operation"] for entry in entries]
        return found


def test_eight_workers_on_three_instances_do_not_meet(nginx: Nginx, servers: list[DrydockServer]) -> None:
    worlds = [World(nginx.base_url, f"shop-{number}") for number in range(WORLDS)]
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        assert list(pool.map(connect, worlds)) == [world.name for world in worlds]
    seen = [journals(server) for server in servers]
    for world in worlds:
        world.close()
        assert [found[world.name] for found in seen if world.name in found] == [FLOW], world.name
    assert [found["default"] for found in seen] == [[]] * len(servers), "whatever is not understood goes there"
    shares = [len([name for name in found if name.startswith("shop-")]) / WORLDS for found in seen]
    assert min(shares) > 0.1 and max(shares) < 0.7, "each instance has its part of the worlds"


def test_the_example_for_pytest_runs_as_before_one_server(
    nginx: Nginx, servers: list[DrydockServer], tmp_path: Path
) -> None:
    project = shutil.copytree(ROOT / "Fixtures" / "examples" / "python", tmp_path / "project")
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", project, "-q"],
        cwd=project,
        env={**os.environ, "ANCHORBROWSER_BASE_URL": nginx.base_url, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    names = {name for server in servers for name in journals(server)}
    assert not [name for name in names if name.startswith("test-")], "each test's world is forgotten, wherever it was"


def test_a_world_is_dropped_by_its_path_alone(client: httpx.Client, servers: list[DrydockServer]) -> None:
    names = [f"dropped-{number}" for number in range(9)]
    for name in names:
        assert client.get("/v1/applications", headers={"anchor-api-key": f"sk@{name}"}).status_code == 200
    assert [client.delete(f"/_drydock/worlds/{name}").status_code for name in names] == [200] * len(names)
    assert not {name for server in servers for name in journals(server)} & set(names)


def test_a_connection_that_a_rule_breaks_is_not_tried_elsewhere(nginx: Nginx, servers: list[DrydockServer]) -> None:
    world = World(nginx.base_url, "broken")
    world.add_rule("anchor.createSession", {"connection": "close"}, times=3)
    assert [world.api.post("/v1/sessions").status_code for _ in range(4)] == [502, 502, 502, 200]
    world.close()
    assert [found["broken"] for found in map(journals, servers) if "broken" in found] == [["anchor.createSession"] * 4]


def test_events_come_as_they_happen(nginx: Nginx) -> None:
    world = World(nginx.base_url, "watched")
    with listen(nginx.base_url, world.name) as stream:
        world.session()
        assert stream.next().data["operation"] == "anchor.createSession"
    world.close()


def test_by_the_host_alone_all_worlds_of_a_worker_are_at_one_instance(
    tmp_path: Path, servers: list[DrydockServer]
) -> None:
    nginx = Nginx(tmp_path / "hosts", "nginx.conf", servers, key="$host")
    used = set()
    with plain_client(nginx.base_url, timeout=30) as client:
        for worker in range(WORKERS):
            host = {"Host": f"gw{worker}.localhost:{nginx.port}"}
            instances = set()
            for number in range(4):
                key = {"anchor-api-key": f"sk-test@gw{worker}-{number}"}
                made = client.post("/v1/sessions", headers=host | key, json={})
                live = urlsplit(made.json()["data"]["live_view_url"])
                assert live.netloc == host["Host"]
                seen = client.get(f"{live.path}?{live.query}", headers=host)
                asked = client.get("/_drydock/requests", params={"world": f"gw{worker}-{number}"}, headers=host)
                operations = [entry["operation"] for entry in asked.json()["requests"]]
                assert operations == ["anchor.createSession", "anchor.openLiveView"]
                instances |= {answer.headers["X-Drydock-Instance"] for answer in (made, seen, asked)}
            assert len(instances) == 1
            used |= instances
    nginx.close()
    assert len(used) > 1
