"""Which commit the executable says that it is built of; and that a build says it rightly, whatever was built before."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import run, run_drydock
from repository import ROOT
from server import EXECUTABLE
from world import World

VERSION = re.compile(r"drydock (\d+\.\d+\.\d+)(?: \(commit ([0-9a-f]{7,40}(?: with changes)?)\))?\n")
MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let package = Package(
    name: "probe",
    targets: [
        .executableTarget(name: "probe", plugins: ["BuildCommit"]),
        .plugin(name: "BuildCommit", capability: .buildTool(), path: "Sources/BuildCommit"),
    ])
"""
PROGRAM = """@main enum Main { static func main() { print(BuildCommit.description ?? "unknown") } }
"""


@pytest.mark.parametrize("arguments", [["--version"], ["serve", "--version"], ["faq", "--version"]], ids=" ".join)
def test_version_and_health_tell_the_same_commit(world: World, arguments: list[str]) -> None:
    printed = run_drydock(*arguments)
    assert printed.returncode == 0 and not printed.stderr
    version, commit = VERSION.fullmatch(printed.stdout).groups()
    health = world.demand("GET", "/health")
    assert (health["version"], health["commit"]) == (version, commit)
    if EXECUTABLE == str(ROOT / ".build" / "release" / "drydock") and (ROOT / ".git").exists():
        assert commit, "what is built in a repository knows its commit"


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., str]:
    """Builds a program of one line with our plugin, and says what it prints."""
    (tmp_path / "Sources" / "probe").mkdir(parents=True)
    (tmp_path / "Sources" / "probe" / "Main.swift").write_text(PROGRAM)
    (tmp_path / "Package.swift").write_text(MANIFEST)
    (tmp_path / ".gitignore").write_text(".build\n")
    (tmp_path / "Sources" / "BuildCommit").symlink_to(ROOT / "Sources" / "BuildCommit")

    def build(**variables: str) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DRYDOCK_", "GIT_"))}
        built = subprocess.run(
            ["swift", "build", "--package-path", tmp_path],
            env=environment | variables,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if built.returncode:
            return built.stdout + built.stderr
        return run(tmp_path / ".build" / "debug" / "probe").strip()

    return build


def git(folder: Path, *arguments: str) -> str:
    """What git prints in a folder."""
    return run("git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments).strip()


def test_a_build_tells_the_commit_that_is_checked_out_when_it_is_made(
    tmp_path: Path, build: Callable[..., str]
) -> None:
    assert build() == "unknown"
    assert build(DRYDOCK_COMMIT="0189570") == "0189570"
    assert "DRYDOCK_COMMIT is not the name of a commit" in build(DRYDOCK_COMMIT='"; exit(1); "')
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    main, first = tmp_path / "Sources" / "probe" / "Main.swift", git(tmp_path, "rev-parse", "--short", "HEAD")
    assert build() == first
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "two")
    second = git(tmp_path, "rev-parse", "--short", "HEAD")
    assert second != first and build() == second
    main.write_text(f"{PROGRAM}\n")
    assert build() == f"{second} with changes"
    git(tmp_path, "checkout", "--quiet", "Sources")
    assert build() == second
    assert build(DRYDOCK_COMMIT="0189570") == "0189570"
