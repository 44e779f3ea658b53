"""The workflows for GitHub, ours and the example's: without a complaint, and their steps do here what they do there."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands import run_drydock
from documentation import article, readme
from prometheus import free_port
from repository import ROOT
from server import EXECUTABLE

OURS = ROOT / ".github" / "workflows"
EXAMPLE = ROOT / "Fixtures" / "examples" / "github-actions"
WORKFLOWS = [*sorted(OURS.glob("*.yml")), *sorted(EXAMPLE.glob(".github/workflows/*.yml"))]
PROGRAMS = Path(sys.executable).parent
# Stands in for GitHub's own command line: it hands out what lies in a folder, and keeps what was asked.
GH = """#!/bin/sh
echo "$*" >>"$GH_ASKED"
cp "$GH_RELEASE"/* .
"""


def jobs(workflow: Path) -> dict[str, Any]:
    """The jobs of a workflow."""
    return yaml.safe_load(workflow.read_text())["jobs"]


def step(job: dict[str, Any], name: str) -> dict[str, Any]:
    """The step of a job that has a name."""
    [found] = [step for step in job["steps"] if step.get("name") == name]
    return found


def lint(*workflows: Path) -> subprocess.CompletedProcess[str]:
    """What actionlint says of workflows, and shellcheck of the scripts in them."""
    command = [PROGRAMS / "actionlint", "-no-color", "-shellcheck", "shellcheck", *workflows]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


class Runner:
    """What GitHub does for a job: runs its steps in one folder, with the variables that are theirs."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        path = f"{folder / 'bin'}:{PROGRAMS}:{os.environ['PATH']}"
        self._variables = {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider"}
        self._variables |= variables
        self._groups: list[int] = []

    def run(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a script as `shell: bash` does. What it leaves running goes on until `close()`."""
        output = self.folder.parent / f"{self.folder.name}-{len(self._groups)}.log"
        with output.open("w") as log:
            process = subprocess.Popen(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
                cwd=self.folder,
                env={**os.environ, **self._variables, **variables},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._groups.append(process.pid)
        code = process.wait(timeout=120)
        return subprocess.CompletedProcess(script, code, output.read_text())

    def close(self) -> None:
        """Ends what steps have left running."""
        for group in self._groups:
            try:
                os.killpg(group, signal.SIGTERM)
            except ProcessLookupError:
                pass


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """A runner with a folder of its own."""
    folder = tmp_path / "job"
    folder.mkdir()
    runner = Runner(folder)
    yield runner
    runner.close()


@pytest.fixture
def release(runner: Runner, tmp_path: Path) -> Path:
    """What `release.yml` puts into a release, made of the server under test by the workflow's own steps."""
    binary, publication = jobs(OURS / "release.yml")["binary"], jobs(OURS / "release.yml")["release"]
    (runner.folder / "release").mkdir()
    shutil.copy(EXECUTABLE, runner.folder / "release" / "drydock")
    for script in (step(binary, "Pack")["run"], step(publication, "Checksums")["run"]):
        result = runner.run(script, ARCHITECTURE="x86-64")
        assert result.returncode == 0, result.stdout
    made = tmp_path / "release"
    made.mkdir()
    for path in runner.folder.glob("*.*"):
        path.rename(made / path.name)
    shutil.rmtree(runner.folder / "release")
    return made


def test_workflows_are_without_a_complaint() -> None:
    assert len(WORKFLOWS) == 3
    result = lint(*WORKFLOWS)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("mistake", "complaint"),
    [
        ("${{ github.shaa }}", 'property "shaa" is not defined'),
        ("$(echo $HOME", "shellcheck reported issue"),
    ],
)
def test_a_mistake_in_a_workflow_is_found(tmp_path: Path, mistake: str, complaint: str) -> None:
    workflow = {"on": "push", "jobs": {"a": {"runs-on": "ubuntu-24.04", "steps": [{"run": f"echo {mistake}"}]}}}
    path = tmp_path / "wrong.yml"
    path.write_text(yaml.safe_dump(workflow))
    assert complaint in lint(path).stdout


def test_actions_are_pinned_to_a_major_version_and_jobs_may_no_more_than_they_say() -> None:
    for workflow in WORKFLOWS:
        used = re.findall(r"uses: (\S+)", workflow.read_text())
        assert used
        assert [name for name in used if not re.search(r"@v\d+$|^\./", name)] == []
        assert yaml.safe_load(workflow.read_text())["permissions"] == {"contents": "read"}, "what jobs have unasked"


def test_ci_runs_the_two_commands_of_the_readme() -> None:
    [job] = jobs(OURS / "ci.yml").values()
    scripts = [step["run"] for step in job["steps"] if "run" in step]
    first, second = (line.partition("  #")[0].strip() for line in readme().block("sh", having="swift run").splitlines())
    install, serve = first.split(" && ")
    assert scripts == [f"{install} && {second}", f"{serve} --version"]
    stages = re.findall(r"^ *FROM (\S+)", (ROOT / "docker-compose.yml").read_text(), re.MULTILINE)
    assert job["container"]["image"] == stages[0]


@pytest.mark.parametrize(("tag", "passes"), [("v{version}", True), ("v{version}.1", False), ("v0", False)])
def test_a_release_is_only_made_of_the_version_that_its_tag_says(runner: Runner, tag: str, passes: bool) -> None:
    (runner.folder / "release").mkdir()
    (runner.folder / "release" / "drydock").symlink_to(EXECUTABLE)
    version = run_drydock("--version").stdout.split()[1]
    check = step(jobs(OURS / "release.yml")["binary"], "The binary is of the version that the tag says")
    result = runner.run(check["run"], GITHUB_REF_NAME=tag.format(version=version))
    assert (result.returncode == 0) == passes, result.stdout


def test_the_example_and_the_articles_name_this_version() -> None:
    version = run_drydock("--version").stdout.split()[1]
    texts = [article("Testing").text, article("Sharding").text, *(path.read_text() for path in WORKFLOWS)]
    named = [found for text in texts for found in re.findall(r"(?:/drydock:|VERSION: |such as v)(\d+\.\d+\.\d+)", text)]
    assert named == [version] * 5


def test_a_release_builds_the_image_of_the_compose_file_and_tells_it_the_commit() -> None:
    workflow = yaml.safe_load((OURS / "release.yml").read_text())
    assert workflow["env"]["DRYDOCK_COMMIT"] == "${{ github.sha }}"
    [service] = step(workflow["jobs"]["image"], "Build as docker-compose.yml says")["run"].split()[3:]
    build = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"][service]["build"]
    assert build["args"] == {"DRYDOCK_COMMIT": "${DRYDOCK_COMMIT:-}"}
    compilation = build["dockerfile_inline"].partition("swift build")[0]
    assert "ARG DRYDOCK_COMMIT\n" in compilation.rpartition("FROM")[2]


def test_the_example_runs_with_the_binary_of_a_release(runner: Runner, release: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, runner.folder, dirs_exist_ok=True)
    gh = runner.folder / "bin" / "gh"
    gh.write_text(GH)
    gh.chmod(0o755)
    workflow = yaml.safe_load((EXAMPLE / ".github" / "workflows" / "test.yml").read_text())
    job, port, asked = workflow["jobs"]["with-the-binary"], free_port(), tmp_path / "asked"
    variables = workflow["env"] | job["env"]
    variables |= {"GH_ASKED": str(asked), "GH_RELEASE": str(release)}
    variables |= {"DRYDOCK_PORT": str(port), "ANCHORBROWSER_BASE_URL": f"http://127.0.0.1:{port}"}
    assert (release / variables["ARCHIVE"]).is_file(), "the archive has the name that the release gives it"
    for script in (it["run"] for it in job["steps"] if "run" in it and "if" not in it):
        if script.startswith("pip install"):
            continue
        result = runner.run(script, **variables)
        assert result.returncode == 0, f"{script}\n{result.stdout}"
    assert "2 passed" in result.stdout
    assert asked.read_text().startswith(f"release download v{variables['VERSION']} --repo ")


def test_the_example_does_not_start_a_binary_whose_checksum_is_wrong(runner: Runner, release: Path) -> None:
    job = jobs(EXAMPLE / ".github" / "workflows" / "test.yml")["with-the-binary"]
    with (release / job["env"]["ARCHIVE"]).open("ab") as archive:
        archive.write(b"x")
    (runner.folder / "bin" / "gh").write_text(GH)
    (runner.folder / "bin" / "gh").chmod(0o755)
    variables = {"GH_ASKED": str(release / "asked"), "GH_RELEASE": str(release)}
    result = runner.run(step(job, "Fetch Drydock")["run"], **job["env"], **variables)
    assert result.returncode != 0 and "FAILED" in result.stdout
    assert not (runner.folder / "drydock").exists()
