"""Snapshots: what a test did, as one assertion; back to where it began; on with it on another server."""

import subprocess
from collections.abc import Callable

import httpx
from anchorbrowser import Anchorbrowser

from documentation import article
from sdk import strict_sdk
from server import DrydockServer
from world import World

CALLBACK = "https://app.example.com/identity-callback"


def test_flow_made_exactly_one_identity_and_one_session(sdk: Anchorbrowser, world: World) -> None:
    application = sdk.applications.create_application(source="https://shop.example.com")
    token = sdk.applications.create_identity_token(str(application.id), callback_url=CALLBACK).token
    world.demand("POST", "/snapshots", json={"name": "before"})

    identity = world.complete(token).json()["identityId"]
    session = sdk.sessions.create_session(identities=[{"id": identity}]).data.id

    diff = world.demand("GET", "/snapshots/before/diff/now")
    assert diff["summary"] == (
        "1 Anchor identity and 1 Anchor session were made; "
        "1 Anchor application and 1 Anchor identity token were changed"
    )
    assert {table: [row["id"] for row in rows] for table, rows in diff["made"].items()} == {
        "anchor.identities": [identity],
        "anchor.sessions": [session],
    }
    [spent] = diff["changed"]["anchor.identityTokens"]
    assert spent["id"] == token and spent["differs"], spent


def test_every_test_can_begin_at_the_same_place(sdk: Anchorbrowser, world: World) -> None:
    application = sdk.applications.create_application(source="https://shop.example.com")
    world.demand("POST", "/snapshots", json={"name": "seeded"})
    tokens = []
    for _ in range(3):
        tokens.append(sdk.applications.create_identity_token(str(application.id), callback_url=CALLBACK).token)
        world.advance("1h")
        restored = world.demand("POST", "/snapshots/seeded/restore")
        assert (restored["id"], restored["requests"]) == ("seeded", 1)
        assert [entry["number"] for entry in world.journal()] == [1]
    assert len(set(tokens)) == 1


def test_rewind_goes_back_to_before_a_request(sdk: Anchorbrowser, world: World) -> None:
    for number in range(5):
        sdk.applications.create_application(source=f"https://shop-{number}.example.com")
    third = world.journal()[2]
    assert world.demand("POST", "/rewind", json={"before": third["number"]})["requests"] == 2
    assert [entry["number"] for entry in world.journal()] == [1, 2]
    again = world.api.post("/v1/applications", json={"source": "https://shop-2.example.com"})
    assert again.json() == third["response"]["body"]
    too_far = world.control("POST", "/rewind", json={"before": 9})
    assert (too_far.status_code, too_far.json()["error"]["reason"]) == (404, "rewind.notYet")


def test_another_server_goes_on_from_an_export(world: World, launch: Callable[..., DrydockServer]) -> None:
    """The document passes through a JSON library of the client's, as it does in every test that keeps it in a file."""
    with strict_sdk(world) as sdk:
        application = sdk.applications.create_application(source="https://shop.example.com", name="Größe ½")
        identity = world.complete(world.identity_token(str(application.id))).json()["identityId"]
        sdk.identities.update_identity(identity, metadata={"z": 1, "a": {"ö": [1.5, None]}})
        expected = world.api.get(f"/v1/identities/{identity}")
    world.demand("POST", "/snapshots", json={"name": "here"})
    document = world.demand("GET", "/snapshots/here")
    assert (document["world"], document["drydockSnapshot"]) == (world.name, 1)

    elsewhere = World(launch("--clock", "frozen").base_url, world.name)
    elsewhere.demand("PUT", "/snapshots", params={"name": "there"}, json=document)
    elsewhere.demand("POST", "/snapshots/there/restore")
    found = elsewhere.api.get(f"/v1/identities/{identity}")
    assert (found.status_code, found.content) == (200, expected.content)
    elsewhere.close()


def test_worlds_cannot_take_each_others_snapshots(worlds: Callable[..., World]) -> None:
    one, other = worlds(), worlds()
    one.demand("POST", "/snapshots")
    document = one.demand("GET", "/snapshots/snapshot-1")
    refused = other.control("PUT", "/snapshots", json=document)
    assert (refused.status_code, refused.json()["error"]["reason"]) == (409, "snapshot.otherWorld")
    assert other.demand("GET", "/snapshots") == {"snapshots": []}


def test_the_snapshots_of_the_documentation_run_as_printed(drydock: DrydockServer, tmp_path) -> None:
    commands = article("Worlds").block("sh", having="/snapshots")
    commands = commands.replace("http://127.0.0.1:4010", drydock.base_url).replace("curl -s", "curl -sf")
    run = subprocess.run(
        ["bash", "-euc", commands], capture_output=True, text=True, timeout=60, check=True, cwd=tmp_path
    )
    assert '"summary":"1 Anchor session was made"' in run.stdout
    taken = httpx.get(f"{drydock.base_url}/_drydock/snapshots?world=checkout-7").json()["snapshots"]
    assert [snapshot["id"] for snapshot in taken] == ["seeded", "copy"]
    assert taken[0] == {**taken[1], "id": "seeded"}
    httpx.delete(f"{drydock.base_url}/_drydock/worlds/checkout-7").raise_for_status()
