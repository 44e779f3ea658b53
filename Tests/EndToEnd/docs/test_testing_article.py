"""The article "Testing with Drydock": every block of code in it does what it says."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from documentation import article, readme
from repository import ROOT
from server import EXECUTABLE, DrydockServer
from world import World

TESTING = article("Testing")
EXAMPLES = ROOT / "Fixtures" / "examples"
IMAGE_COMMAND = ["serve", "--host", "0.0.0.0", "--control-host", "drydock"]


def blocks(language: str, *, having: str = "") -> list[str]:
    """The article's blocks of code in a language that have a text in them."""
    return TESTING.blocks(language, having=having)


def run(directory: Path, *command: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command where `drydock`, `pytest` and `openapi-python-client` are on the path, as in a set-up project."""
    programs = directory / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "drydock").symlink_to(Path(EXECUTABLE).resolve())
    path = f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    variables = {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider", **variables}
    return subprocess.run(
        [str(word) for word in command],
        cwd=directory,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the example's `conftest.py` and `drydock.py`, and nothing else."""
    for name in ("conftest.py", "drydock.py"):
        shutil.copy(EXAMPLES / "python" / name, tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def test_every_block_of_the_article_is_in_a_test_of_this_file() -> None:
    assert {block.language for block in TESTING.all_blocks()} == {"python", "sh", "yaml", "js", "swift"}
    assert (len(blocks("sh")), len(blocks("yaml")), len(blocks("js")), len(blocks("swift"))) == (3, 2, 1, 1)
    scripts = [code for code in blocks("python") if "def test_" not in code]
    assert scripts == [blocks("python")[0]], "the first is a script, all others are tests"
    assert scripts == readme().blocks("python"), "it is the README's, and runs with it"


def test_the_tests_of_the_article_pass(drydock: DrydockServer, project: Path) -> None:
    tests = blocks("python", having="def test_")
    (project / "test_article.py").write_text("import pytest\n\n" + "\n\n".join(tests))
    result = run(project, "pytest", "-q", "-n", "2", ANCHORBROWSER_BASE_URL=drydock.base_url)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{sum(code.count('def test_') for code in tests)} passed" in result.stdout


def test_the_suite_runs_in_parallel_as_in_any_shell(project: Path) -> None:
    [script] = blocks("sh", having="drydock serve")
    shutil.copy(EXAMPLES / "python" / "test_link.py", project)
    result = run(project, "bash", "-euc", script)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "3 passed" in result.stdout and "ANCHORBROWSER_BASE_URL=" in result.stdout


def test_a_red_tests_world_can_be_looked_into(drydock: DrydockServer, world: World, project: Path) -> None:
    world.api.get("/v1/aplications")
    [script] = blocks("sh", having="requests.har")
    result = run(project, "bash", "-euc", script, BASE=drydock.base_url, WORLD=world.name)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("/v1/aplications") >= 2 and "Cause:" in result.stdout
    assert '"log"' in (project / "red.har").read_text()


def test_a_client_is_generated_as_the_article_says(drydock: DrydockServer, project: Path) -> None:
    [script] = blocks("sh", having="openapi-python-client")
    result = run(project, "bash", "-euc", script, BASE=drydock.base_url)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (project / "drydock_client" / "api" / "world" / "reset_world.py").is_file()


def test_the_workflow_runs_the_suite_against_its_service(launch: Callable[..., DrydockServer], project: Path) -> None:
    [text] = blocks("yaml", having="runs-on")
    place, _, text = text.partition("\n")
    example = EXAMPLES / "github-actions"
    assert text in (example / place.removeprefix("# ")).read_text(), "the article has a part of the example"
    workflow = yaml.safe_load(text)
    [job] = workflow["jobs"].values()
    [step] = [step for step in job["steps"] if "pytest" in step.get("run", "")]
    port = job["services"]["drydock"]["ports"][0].partition(":")[0]
    assert workflow["env"]["ANCHORBROWSER_BASE_URL"] == f"http://127.0.0.1:{port}"
    # The service is the image's command; only the port is another here.
    server = launch(*IMAGE_COMMAND[1:])
    shutil.copytree(example, project, dirs_exist_ok=True)
    result = run(project, "bash", "-euc", step["run"], **{**workflow["env"], "ANCHORBROWSER_BASE_URL": server.base_url})
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_compose_service_may_use_the_control_plane_by_the_name_that_it_calls() -> None:
    [text] = blocks("yaml", having="depends_on")
    [tests] = yaml.safe_load(text)["services"].values()
    [service] = tests["depends_on"]
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"][service]
    assert tests["environment"]["ANCHORBROWSER_BASE_URL"] == f"http://{IMAGE_COMMAND[-1]}:4010"
    command = re.search(r"^CMD (\[.*\])$", compose["build"]["dockerfile_inline"], re.MULTILINE)[1]
    assert yaml.safe_load(command) == IMAGE_COMMAND
    assert "healthcheck" in compose and tests["depends_on"][service] == {"condition": "service_healthy"}


def test_the_test_for_node_passes(drydock: DrydockServer, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "node" / "drydock.mjs", tmp_path)
    (tmp_path / "article.test.mjs").write_text(blocks("js")[0])
    result = run(tmp_path, "node", "--test", ANCHORBROWSER_BASE_URL=drydock.base_url)
    assert result.returncode == 0, result.stdout


def test_the_swift_test_is_one_of_the_swift_tests() -> None:
    imports, _, code = blocks("swift")[0].partition("\n\n")
    suite = (ROOT / "Tests" / "AssemblyTests" / "DocumentationTests.swift").read_text()
    assert imports in suite and textwrap.indent(code, " " * 8) in suite
