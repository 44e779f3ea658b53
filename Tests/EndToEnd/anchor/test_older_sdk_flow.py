"""The older generation of the vendor's SDK (0.11.3), which reads the token inside `data`, through the same flow."""

import os
import subprocess

import pytest

from repository import END_TO_END, OLDER_ENVIRONMENT
from world import World


@pytest.mark.parametrize(("file", "passed"), [("flow.py", 7), ("tools.py", 2)])
def test_older_sdk_goes_through_the_whole_flow(world: World, file: str, passed: int) -> None:
    run = subprocess.run(
        [
            OLDER_ENVIRONMENT / "bin" / "pytest",
            *("--quiet", "--noconftest", "-p", "no:cacheprovider", "-c", os.devnull),
            *("--rootdir", END_TO_END / "older_sdk"),
            END_TO_END / "older_sdk" / file,
        ],
        env={**os.environ, "DRYDOCK_URL": world.base_url, "DRYDOCK_WORLD": world.name},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{passed} passed" in run.stdout
