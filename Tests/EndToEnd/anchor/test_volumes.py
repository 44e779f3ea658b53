"""Volumes, with the calls as the vendor documents them. The SDK has none for them."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from plain_http import plain_client
from server import DrydockServer
from world import World


@pytest.fixture
def volume(world: World) -> str:
    """The path of a volume."""
    made = world.api.post("/v1/volumes", json={"name": "data"})
    assert made.status_code == 200, made.text
    return f"/v1/volumes/{made.json()['data']['id']}"


def upload(world: World, volume: str, path: str, content: bytes, **fields: str) -> httpx.Response:
    """Uploads a file in one piece."""
    form = {"path": path, **fields}
    return world.api.post(f"{volume}/files", data=form, files={"file": ("file.bin", content)})


def paths(world: World, volume: str) -> list[str]:
    """Everything in a volume, by the page."""
    found: list[str] = []
    query = {"limit": "2"}
    while True:
        page = world.api.get(f"{volume}/paths", params=query).json()["data"]
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


def test_every_byte_of_a_file_comes_back(world: World, volume: str) -> None:
    content = bytes(range(256)) * 100
    assert upload(world, volume, "a/ü b.bin", content).json()["data"]["size"] == len(content)
    answer = world.api.get(f"{volume}/files/download", params={"path": "a/ü b.bin"}).json()["data"]
    assert (answer["size"], answer["content_type"], answer["expires_in"]) == (len(content), "application/octet-stream", 900)
    assert httpx.get(answer["signed_url"]).content == content
    redirected = world.api.get(f"{volume}/files/download", params={"path": "a/ü b.bin", "redirect": "true"})
    assert redirected.status_code == 302
    assert httpx.get(redirected.headers["Location"]).content == content


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_puts_a_file_with_exactly_the_headers_that_came_with_the_url(
    world: World, volume: str, tmp_path: Path
) -> None:
    content = os.urandom(200_000)
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    body = {"path": "reports/report.pdf", "content_type": "application/pdf", "size": len(content)}
    answer = world.api.post(f"{volume}/files/upload-url", json=body).json()["data"]

    def put(url: str, **headers: str) -> int:
        fields = [part for name, value in headers.items() for part in ("-H", f"{name.replace('_', '-')}: {value}")]
        command = ["curl", "-sS", "-o", os.devnull, "-w", "%{http_code}", "-X", answer["method"], *fields]
        done = subprocess.run([*command, "-T", str(file), url], capture_output=True, text=True, check=True)
        return int(done.stdout)

    url = answer["signed_url"]
    assert put(url) == 403, "curl sends no Content-Type with -T"
    assert put(url, Content_Type="text/plain") == 403
    assert put(re.sub("expires=1", "expires=2", url), Content_Type="application/pdf") == 403
    assert put(url, Content_Type="application/pdf") == 200
    assert put(url, Content_Type="application/pdf") == 200, "it replaces what is there"
    info = world.api.get(f"{volume}/files/stat", params={"path": "reports/report.pdf"}).json()["data"]
    assert (info["size"], info["content_type"]) == (len(content), "application/pdf")
    world.advance("15m")
    assert put(url, Content_Type="application/pdf") == 403
    [last] = world.journal(operation="anchor.putVolumeUpload")[-1:]
    assert last["reason"]["code"] == "signedURL.expired"


def test_lists_and_deletions_by_prefix(world: World, volume: str) -> None:
    for path in ("2026/01/a.csv", "2026/02/b.csv", "2025/c.csv", "readme.txt"):
        assert upload(world, volume, path, b"x").status_code == 200
    assert upload(world, volume, "readme.txt", b"y").status_code == 409
    assert upload(world, volume, "readme.txt", b"yz", overwrite="true").json()["data"]["size"] == 2
    assert upload(world, volume, "readme.txt/x", b"y").status_code == 409
    assert upload(world, volume, "../x", b"y").status_code == 400
    top = world.api.get(f"{volume}/files").json()["data"]["items"]
    assert [(item["path"], item["type"]) for item in top] == [
        ("2025", "directory"),
        ("2026", "directory"),
        ("readme.txt", "file"),
    ]
    assert paths(world, volume) == [
        "2025/",
        "2025/c.csv",
        "2026/",
        "2026/01/",
        "2026/01/a.csv",
        "2026/02/",
        "2026/02/b.csv",
        "readme.txt",
    ]
    query = {"prefix": "2026/", "recursive": "true"}
    assert world.api.delete(f"{volume}/files", params=query).json()["data"] == {"status": "success", "deleted_count": 2}
    assert paths(world, volume) == ["2025/", "2025/c.csv", "readme.txt"]


def test_a_volume_that_is_still_being_created_is_waited_for_on_the_worlds_clock(world: World) -> None:
    world.load({"anchor": {"policies": {"volumeCreation": {"after": "30s"}}}})
    made = world.api.post("/v1/volumes", json={"name": "slow"}).json()["data"]
    assert made["state"] == "creating"
    volume = f"/v1/volumes/{made['id']}"
    assert world.api.get(f"{volume}/files").status_code == 412
    refused = world.api.post("/v1/sessions", json={"browser": {"volume": {"id": made["id"]}}})
    assert refused.status_code == 400
    world.advance("30s")
    assert world.api.get(volume).json()["data"]["state"] == "ready"
    session = world.session(browser={"volume": {"id": made["id"]}})
    assert world.api.delete(volume).status_code == 409
    assert world.api.delete(f"/v1/sessions/{session['id']}").status_code == 200
    assert world.api.delete(volume).json()["data"] == {"id": made["id"], "status": "deleted"}


def test_a_scenario_begins_with_volumes_and_the_demo_has_one(world: World) -> None:
    world.load("demo")
    volume = world.api.get("/v1/volumes/by-name/reports").json()["data"]
    assert paths(world, f"/v1/volumes/{volume['id']}") == ["2026/", "2026/orders.csv", "readme.txt"]
    wrong: dict[str, Any] = {"anchor": {"volumes": [{"name": "a", "files": [{"path": "../x", "text": "x"}]}]}}
    refused = world.control("PUT", "/scenario", json=wrong)
    assert refused.status_code == 422
    assert "anchor.volumes.0.files.0.path" in refused.text or "must not have .." in refused.text


def test_a_large_file_goes_through_a_signed_url_and_survives_a_restart(
    launch: Callable[..., DrydockServer], tmp_path: Path
) -> None:
    content = os.urandom(30 << 20)
    data = str(tmp_path / "worlds.db")
    server = launch("--data", data)
    with plain_client(server.base_url, headers={"anchor-api-key": "sk-test@large"}, timeout=60) as api:
        volume = f"/v1/volumes/{api.post('/v1/volumes', json={'name': 'large'}).json()['data']['id']}"
        assert api.post(f"{volume}/files", files={"file": ("a", content)}).status_code == 413
        url = api.post(f"{volume}/files/upload-url", json={"path": "a", "size": len(content)}).json()["data"]
        assert httpx.put(url["signed_url"], headers=url["headers"], content=content, timeout=60).status_code == 200
    server.stop()
    server = launch("--data", data)
    with plain_client(server.base_url, headers={"anchor-api-key": "sk-test@large"}, timeout=60) as api:
        answer = api.get(f"{volume}/files/download", params={"path": "a"}).json()["data"]
        assert httpx.get(answer["signed_url"], timeout=60).content == content
