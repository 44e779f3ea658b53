"""What the README tells a newcomer to type must work as it stands, and be read in two minutes."""

import json
import os
import re
import subprocess
import sys

from documentation import readme
from repository import ROOT
from server import DrydockServer

LONGEST_README = 20 * 1024


def test_the_readme_is_short() -> None:
    assert len(readme().path.read_bytes()) <= LONGEST_README


def test_the_first_test_of_the_readme_runs_as_printed(drydock: DrydockServer) -> None:
    [snippet] = readme().blocks("python")
    variables = readme().block("sh", having="export").replace("http://127.0.0.1:4010", drydock.base_url)
    run = subprocess.run(
        ["bash", "-euc", f'{variables}\n"$0" -c "$1"', sys.executable, snippet],
        env={name: value for name, value in os.environ.items() if not name.startswith("ANCHORBROWSER_")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr


def test_the_first_conversation_of_the_readme_runs_as_printed(drydock: DrydockServer) -> None:
    commands = readme().block("sh", having="curl").replace("http://127.0.0.1:4010", drydock.base_url)
    run = subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, timeout=60, check=True)
    printed, shown = json.loads(run.stdout), json.loads(re.search(r"^# (.*)$", commands, re.MULTILINE)[1])
    given = {name: value for name, value in shown.items() if value != "…"}
    assert list(printed) == list(shown)
    assert given.items() <= printed.items()


def test_the_two_commands_of_the_readme_are_there() -> None:
    start, tests = readme().block("sh", having="swift run").splitlines()
    scripts = re.findall(r"Tests/\w+", f"{start} {tests}")
    assert scripts == ["Tests/install", "Tests/run"]
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)
    assert "Tests/run" in (ROOT / ".ci" / "run").read_text(), "CI runs what a newcomer runs"
    product = re.search(r"swift run -c release (\w+)", start)[1]
    assert f'.executable(name: "{product}"' in (ROOT / "Package.swift").read_text()
