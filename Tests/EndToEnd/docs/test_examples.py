"""The examples for other projects, run as those would: many workers, one server, a world for each test."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from repository import ROOT
from server import DrydockServer

EXAMPLES = ROOT / "Fixtures" / "examples"
WORKERS = 8
TIMEOUT_SECONDS = 300


@pytest.fixture
def server(launch: Callable[..., DrydockServer]) -> DrydockServer:
    """A server of this test's own, so that its worlds can be counted."""
    return launch("--clock", "frozen", "--log-level", "warning")


def run(server: DrydockServer, directory: Path, *command: object) -> subprocess.CompletedProcess[str]:
    """Runs a command in a directory, with the variables that a CI job would have."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=directory,
        env={**os.environ, "ANCHORBROWSER_BASE_URL": server.base_url, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )


def run_pytest(server: DrydockServer, directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the tests in a directory."""
    return run(
        server, directory, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", directory, *arguments
    )


def worlds_on(server: DrydockServer) -> list[str]:
    """The names of the worlds that there are."""
    return [world["name"] for world in httpx.get(f"{server.base_url}/_drydock/worlds").json()["worlds"]]


def marks_on(server: DrydockServer) -> dict[str, dict[str, str]]:
    """What tests say became of their worlds, by the worlds' names."""
    worlds = httpx.get(f"{server.base_url}/_drydock/worlds").json()["worlds"]
    return {world["name"]: world["mark"] for world in worlds if "mark" in world}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Another project, into which the example was copied."""
    return Path(shutil.copytree(EXAMPLES / "python", tmp_path / "project"))


def test_pytest_example_passes_with_eight_workers_on_one_server(server: DrydockServer, project: Path) -> None:
    result = run_pytest(server, project, "-q", "-n", str(WORKERS))
    assert result.returncode == 0, result.stdout + result.stderr
    passed = int(re.search(r"(\d+) passed", result.stdout)[1])
    assert passed >= 30
    assert worlds_on(server) == ["default"], "each test's world is forgotten"


def test_pytest_example_shows_a_failed_tests_requests_and_keeps_its_world(server: DrydockServer, project: Path) -> None:
    (project / "test_red.py").write_text(
        "def test_red(anchor, world):\n"
        "    world.add_rule('anchor.createSession', {'problem': 'outOfCredits'})\n"
        "    anchor.sessions.create_session()\n"
    )
    result = run_pytest(server, project, "-q", "test_red.py")
    assert result.returncode == 1
    assert "POST /v1/sessions -> 402  credits.none:" in result.stdout
    assert worlds_on(server) == ["default", "test-red.main"]
    assert marks_on(server) == {"test-red.main": {"outcome": "failed", "test": "test_red.py::test_red"}}


def test_pytest_example_marks_each_world_and_outlives_one_that_is_gone(server: DrydockServer, project: Path) -> None:
    (project / "test_kept.py").write_text(
        "import httpx, pytest\n\n"
        "@pytest.mark.parametrize('how', ['green', 'gone'])\n"
        "def test_kept(world, request, how):\n"
        "    request.node.failed = True                          # so that the world stays\n"
        "    if how == 'gone':\n"
        "        httpx.delete(f'{world.base_url}/_drydock/worlds/{world.name}').raise_for_status()\n"
    )
    result = run_pytest(server, project, "-q", "test_kept.py")
    assert result.returncode == 0, result.stdout + result.stderr
    passed = {"outcome": "passed", "test": "test_kept.py::test_kept[green]"}
    assert marks_on(server) == {"test-kept-green.main": passed}


def test_pytest_example_fails_a_test_that_calls_what_is_no_operation(server: DrydockServer, project: Path) -> None:
    (project / "test_stray.py").write_text(
        "import httpx\n\n"
        "def test_stray(world):\n"
        "    httpx.get(f'{world.base_url}/v1/aplications', headers={'anchor-api-key': world.key()})\n"
    )
    result = run_pytest(server, project, "-q", "test_stray.py")
    assert result.returncode == 1
    assert "called what is no operation" in result.stdout and "/v1/aplications -> 404" in result.stdout
    assert marks_on(server)["test-stray.main"]["outcome"] == "failed"


def test_node_example_passes_with_eight_tests_at_once(server: DrydockServer, tmp_path: Path) -> None:
    project = Path(shutil.copytree(EXAMPLES / "node", tmp_path / "project"))
    result = run(server, project, "node", "--test", f"--test-concurrency={WORKERS}")
    assert result.returncode == 0, result.stdout + result.stderr
    assert int(re.search(r"pass (\d+)", result.stdout)[1]) >= 27
    assert worlds_on(server) == ["default"]


def test_node_example_fails_a_test_that_calls_what_is_no_operation(server: DrydockServer, tmp_path: Path) -> None:
    project = Path(shutil.copytree(EXAMPLES / "node", tmp_path / "project"))
    (project / "connect.test.mjs").write_text(
        'import { test } from "node:test";\n'
        'import { anchor, worldOf } from "./drydock.mjs";\n'
        'test("stray", async (context) => { await anchor(await worldOf(context))("GET", "/v1/aplications"); });\n'
    )
    result = run(server, project, "node", "--test")
    assert result.returncode == 1 and "called what is no operation" in result.stdout
