"""What the README tells a newcomer to type must work as it stands."""

import os
import re
import subprocess
import sys

from repository import ROOT
from server import DrydockServer


def test_the_first_test_of_the_readme_runs_as_printed(drydock: DrydockServer) -> None:
    readme = (ROOT / "README.md").read_text()
    snippet = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)[0]
    environment = {**os.environ, "ANCHORBROWSER_BASE_URL": drydock.base_url, "ANCHORBROWSER_API_KEY": "sk-test"}
    run = subprocess.run([sys.executable, "-c", snippet], env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


def test_the_scenario_of_the_readme_has_no_complaints(tmp_path) -> None:
    readme = (ROOT / "README.md").read_text()
    scenario = next(block for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "title:" in block)
    path = tmp_path / "readme.yaml"
    path.write_text(scenario)
    binary = os.environ.get("DRYDOCK_BIN", str(ROOT / ".build" / "debug" / "drydock"))
    run = subprocess.run([binary, "lint", str(path)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


def test_the_anon_quickstart_of_the_readme_runs_as_printed(drydock: DrydockServer) -> None:
    readme = (ROOT / "README.md").read_text()
    (commands,) = [block for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL) if "/link/complete" in block]
    commands = commands.replace("http://127.0.0.1:4010", drydock.base_url).rstrip()
    status = commands.split("\n")[-2]
    run = subprocess.run(
        ["bash", "-euc", f"{commands}\n{status}"], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.endswith('{"status":"unknown"}{"status":"active"}'), run.stdout
