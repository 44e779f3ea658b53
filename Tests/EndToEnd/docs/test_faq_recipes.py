"""The recipes that `drydock faq` prints, run by a shell: what fails, for the entry's reason, and what works."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faq import printed_ids
from repository import ROOT
from server import EXECUTABLE, DrydockServer
from world import World

PRINTED_PORT = "4010"
HEADING = re.compile(r"^# (Before|Fails|Works):$", re.MULTILINE)
STATUS_LINE = re.compile(r"HTTP/1\.1 (\d{3})")
REASON = re.compile(r"^x-drydock-reason: ([\w.]+)", re.MULTILINE | re.IGNORECASE)
# These show no answer: a program that is no client, a link for a person, tokens and ids that the shell keeps.
WITHOUT_STATUS = {"unexpected-token-export", "amazon-page-closes", "another-example-user"}


def all_ids() -> list[str]:
    """The ids of both vendors; none where there is no executable, which every other test complains of."""
    return [] if not Path(EXECUTABLE).is_file() else sum(printed_ids().values(), [])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrydockServer]:
    """A server of this module's own: recipes use the default world, and load scenarios into it."""
    server = DrydockServer(tmp_path_factory.mktemp("recipes"), "--log-level", "warning")
    yield server
    code, _ = server.stop()
    assert code == 0, server.output()


@pytest.fixture
def default_world(server: DrydockServer) -> Iterator[World]:
    """The world that recipes use, as it is at start."""
    world = World(server.base_url, "default")
    world.load("default")
    yield world
    world.close()


def run(recipe: str, directory: Path) -> dict[str, str]:
    """What each part of a recipe prints."""
    commands = directory / "commands"
    commands.mkdir()
    (commands / "drydock").symlink_to(EXECUTABLE)
    (directory / "Fixtures").symlink_to(ROOT / "Fixtures")
    marked = HEADING.sub(r'printf "\\n@@\1\\n"', recipe)
    environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}"}
    result = subprocess.run(
        ["sh", "-c", marked], capture_output=True, text=True, timeout=60, cwd=directory, env=environment
    )
    parts = re.split(r"^@@(\w+)\n", result.stdout, flags=re.MULTILINE)
    printed = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert printed.keys() == set(HEADING.findall(recipe)), result.stderr
    return {**printed, "errors": result.stderr}


@pytest.mark.parametrize("identifier", all_ids())
def test_recipe_shows_the_failure_and_the_fix(
    identifier: str, server: DrydockServer, default_world: World, tmp_path: Path
) -> None:
    entry = default_world.demand("GET", f"/faq/{identifier}")
    recipe = entry["recipe"].replace(PRINTED_PORT, str(server.port))
    if "tunnel" in (entry["scenario"] or ""):
        recipe = with_tunnel_to(server, recipe, tmp_path)
    printed = run(recipe, tmp_path)
    if "Fails" in printed:
        shown = printed["Fails"] + printed["errors"]
        assert set(REASON.findall(shown)) <= set(entry["reasons"]), shown
        # What is no refusal shows itself in a body: a status that stays unknown, a callback that is null.
        assert any(sign in shown for sign in (*entry["reasons"], entry["symptom"])), shown
    assert REASON.findall(printed["Works"]) == []
    statuses = [int(status) for status in STATUS_LINE.findall(printed["Works"])]
    assert all(status < 400 for status in statuses), printed["Works"]
    assert statuses or identifier in WITHOUT_STATUS
    if identifier in WITHOUT_STATUS:
        assert printed["Works"].strip(), "it prints something all the same"


def with_tunnel_to(server: DrydockServer, recipe: str, directory: Path) -> str:
    """The recipe with its scenario's own port replaced as well, which the executable carries inside."""
    scenario = (ROOT / "Fixtures" / "scenarios" / "faq" / "tunnel-refused.yaml").read_text()
    file = directory / "tunnel.yaml"
    file.write_text(scenario.replace(PRINTED_PORT, str(server.port)))
    load = re.compile(r"^curl .*/_drydock/scenario .*$", re.MULTILINE)
    assert load.search(recipe), recipe
    command = f"curl -s -X PUT {server.base_url}/_drydock/scenario -H 'Content-Type: application/yaml'"
    return load.sub(f"{command} --data-binary @{file}", recipe)
