"""Scenario files that are edited while the server runs with --watch."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from event_stream import listen
from poll import until
from server import DrydockServer


def text(name: str) -> str:
    """A scenario with one application of this name."""
    return f"anchor:\n  applications:\n    - {{ name: {name}, source: https://a.example.com }}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of --fixtures, with one scenario."""
    folder = tmp_path / "fixtures"
    folder.mkdir()
    (folder / "shop.yaml").write_text(text("Before"))
    return folder


@pytest.fixture
def server(launch: Callable[..., DrydockServer], folder: Path) -> DrydockServer:
    """A server that starts from the scenario and watches it."""
    return launch("--fixtures", str(folder), "--scenario", "shop", "--watch")


def applications(server: DrydockServer, world: str = "default") -> list[str]:
    """The names of a world's applications."""
    headers = {"anchor-api-key": "k", "X-Drydock-World": world}
    answer = httpx.get(f"{server.base_url}/v1/applications", headers=headers)
    return [application["name"] for application in answer.json()["applications"]]


def complaints(server: DrydockServer) -> list[str]:
    """What is wrong with the files, as the control plane says."""
    return httpx.get(f"{server.base_url}/_drydock/scenarios").json()["complaints"]


def eventually(read: Callable[[], Any], wanted: Any) -> None:
    """Asks until the answer is the wanted one."""
    until(read, lambda seen: seen == wanted, what=repr(wanted), seconds=15)


def save_by_renaming(path: Path, content: str) -> None:
    """As editors save: a new file takes the place of the old one."""
    draft = path.with_name(f".{path.name}.swp")
    draft.write_text(content)
    os.replace(draft, path)


@pytest.mark.parametrize("save", [save_by_renaming, Path.write_text], ids=["by renaming", "in place"])
def test_an_edited_scenario_starts_its_worlds_anew(
    server: DrydockServer, folder: Path, save: Callable[[Path, str], object]
) -> None:
    httpx.put(f"{server.base_url}/_drydock/scenario?world=other", json={"name": "demo"})
    before = applications(server, "other")
    assert applications(server) == ["Before"]
    with listen(server.base_url, "default") as events:
        save(folder / "shop.yaml", text("After"))
        event = events.next()
    assert (event.name, event.data) == ("world", {"world": "default", "change": "loaded", "scenario": "shop"})
    assert applications(server) == ["After"]
    assert applications(server, "fresh") == ["After"]
    # A world of another scenario is left alone, with its journal.
    assert applications(server, "other") == before
    journal = httpx.get(f"{server.base_url}/_drydock/requests?world=other").json()
    assert journal["total"] == 2


def test_a_mistake_is_told_once_and_the_old_set_stays(server: DrydockServer, folder: Path) -> None:
    assert applications(server) == ["Before"]
    (folder / "more.yaml").write_text("titel: x\n")
    save_by_renaming(folder / "shop.yaml", text("After"))
    mistake = f"{folder}/more.yaml:1:1: unknown key `titel`; did you mean `title`?"
    eventually(lambda: complaints(server), [mistake])
    assert applications(server) == ["Before"]
    assert applications(server, "fresh") == ["Before"]
    (folder / "more.yaml").write_text("title: x\n")
    eventually(lambda: applications(server), ["After"])
    assert complaints(server) == []
    assert server.output().count(mistake) == 1


def test_what_a_scenario_extends_counts_too(launch: Callable[..., DrydockServer], folder: Path) -> None:
    (folder / "overlay.yaml").write_text("extends: [shop]\nseed: 3\n")
    server = launch("--fixtures", str(folder), "--watch")
    httpx.put(f"{server.base_url}/_drydock/scenario?world=w", json={"name": "overlay"})
    assert applications(server, "w") == ["Before"]
    save_by_renaming(folder / "shop.yaml", text("After"))
    eventually(lambda: applications(server, "w"), ["After"])


def test_new_and_deleted_files_are_seen(server: DrydockServer, folder: Path) -> None:
    def names() -> set[str]:
        listed = httpx.get(f"{server.base_url}/_drydock/scenarios").json()["scenarios"]
        return {scenario["name"] for scenario in listed} & {"shop", "new", "below/it"}

    (folder / "below").mkdir()
    (folder / "below" / "it.yml").write_text("title: Below\n")
    (folder / "new.json").write_text('{"title": "New"}')
    eventually(names, {"shop", "new", "below/it"})
    (folder / "new.json").unlink()
    eventually(names, {"shop", "below/it"})
    # What worlds begin from may not go.
    (folder / "shop.yaml").unlink()
    eventually(lambda: len(complaints(server)), 1)
    assert "there is no scenario `shop`" in complaints(server)[0]
    assert applications(server, "fresh") == ["Before"]


def test_a_folder_that_is_replaced_is_followed(server: DrydockServer, folder: Path) -> None:
    aside = folder.with_name("aside")
    folder.rename(aside)
    eventually(lambda: len(complaints(server)), 1)
    assert applications(server) == ["Before"]
    aside.rename(folder)
    eventually(lambda: complaints(server), [])
    save_by_renaming(folder / "shop.yaml", text("After"))
    eventually(lambda: applications(server), ["After"])


def test_a_file_that_was_given_by_its_path_is_watched(launch: Callable[..., DrydockServer], folder: Path) -> None:
    server = launch("--scenario", str(folder / "shop.yaml"), "--watch")
    assert applications(server) == ["Before"]
    save_by_renaming(folder / "shop.yaml", text("After"))
    eventually(lambda: applications(server), ["After"])


def test_a_link_that_is_turned_is_followed(launch: Callable[..., DrydockServer], tmp_path: Path) -> None:
    """As volumes of Kubernetes change: the file is a link through a link to a folder."""
    for version in ("Before", "After"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "shop.yaml").write_text(text(version))
    folder, data = tmp_path / "mounted", tmp_path / "data"
    folder.mkdir()
    data.symlink_to(tmp_path / "Before")
    (folder / "shop.yaml").symlink_to(data / "shop.yaml")
    server = launch("--fixtures", str(folder), "--scenario", "shop", "--watch")
    assert applications(server) == ["Before"]
    turned = tmp_path / "turned"
    turned.symlink_to(tmp_path / "After")
    os.replace(turned, data)
    eventually(lambda: applications(server), ["After"])


def test_without_the_flag_nothing_is_watched(launch: Callable[..., DrydockServer], folder: Path) -> None:
    server = launch("--fixtures", str(folder), "--scenario", "shop")
    save_by_renaming(folder / "shop.yaml", text("After"))
    watching = launch("--fixtures", str(folder), "--scenario", "shop", "--watch")
    save_by_renaming(folder / "shop.yaml", text("Later"))
    eventually(lambda: applications(watching), ["Later"])
    assert applications(server) == ["Before"]


def test_the_environment_variable_switches_it_on(
    launch: Callable[..., DrydockServer], folder: Path
) -> None:
    server = launch("--fixtures", str(folder), "--scenario", "shop", DRYDOCK_WATCH="true")
    save_by_renaming(folder / "shop.yaml", text("After"))
    eventually(lambda: applications(server), ["After"])
