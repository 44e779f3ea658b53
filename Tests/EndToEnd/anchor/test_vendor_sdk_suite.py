"""The vendor's own generated SDK tests (0.11.3) run against Drydock with the scenario `sdk-suite`."""

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

from contract import Contract
from exchange import answers_outside
from repository import OLDER_ENVIRONMENT, VENDOR_SUITE
from server import DrydockServer
from world import World

SKIP_MARK = re.compile(r'^ *@pytest\.mark\.skip\(reason="(Mock server|Prism) tests are disabled"\)\n', re.MULTILINE)

# No server can make these pass: this SDK's `sessions.retrieve` was patched by hand and calls `.get("data")` on the
# response object that `with_raw_response` and `with_streaming_response` make of it.
BROKEN_IN_THE_SDK = re.compile(r"test_(raw|streaming)_response_retrieve\[(loose|strict|aiohttp)\]")
BROKEN_MESSAGE = re.compile(r"AttributeError: '(Async)?APIResponse' object has no attribute 'get'")
BROKEN_COUNT = 10

# The suite's own conftest leaves these out: they mock httpx, which the aiohttp client does not use.
MOCKED_WITH_AIOHTTP = re.compile(
    r"test_(method|raw_response|streaming_response)_(retrieve_screenshot|get|screenshot_webpage(_with_all_params)?)\[aiohttp\]"
)
MOCKED_COUNT = 10


def unskipped_suite(directory: Path) -> Path:
    """Copies the suite to `directory` without its skip marks."""
    shutil.copytree(VENDOR_SUITE, directory, ignore=shutil.ignore_patterns("*.tar.gz", "stamp"))
    removed = 0
    for file in (directory / "tests" / "api_resources").rglob("test_*.py"):
        text, count = SKIP_MARK.subn("", file.read_text())
        file.write_text(text)
        removed += count
    assert removed > 380, f"only {removed} skip marks found: has the suite changed?"
    return directory


def test_vendors_suite_passes(launch: Callable[..., DrydockServer], contract: Contract, tmp_path: Path) -> None:
    suite = unskipped_suite(tmp_path / "suite")
    server = launch("--scenario", "sdk-suite", "--log-level", "warning")
    report = tmp_path / "report.xml"
    run = subprocess.run(
        [
            OLDER_ENVIRONMENT / "bin" / "pytest",
            *("--quiet", "-n", "0", "-p", "no:cacheprovider", "--junitxml", report, "tests/api_resources"),
        ],
        cwd=suite,
        env={**os.environ, "TEST_API_BASE_URL": server.base_url},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert report.exists(), run.stdout + run.stderr
    cases = list(ElementTree.parse(report).iter("testcase"))
    assert len(cases) == 1030, f"{len(cases)} tests instead of 1030:\n{run.stdout[-3000:]}"

    failed = {case: case.find("failure") if case.find("failure") is not None else case.find("error") for case in cases}
    failed = {case: failure for case, failure in failed.items() if failure is not None}
    broken = [case for case in failed if is_broken_in_the_sdk(case, failed[case])]
    ours = [
        f"{case.get('classname')}.{case.get('name')}: {failed[case].get('message')}"
        for case in failed
        if case not in broken
    ]
    assert not ours, "\n".join(ours)
    assert len(broken) == BROKEN_COUNT

    skipped = [case for case in cases if case.find("skipped") is not None]
    assert all(MOCKED_WITH_AIOHTTP.fullmatch(case.get("name")) for case in skipped), [c.get("name") for c in skipped]
    assert len(skipped) == MOCKED_COUNT

    assert len(cases) - len(failed) - len(skipped) == 1010

    world = World(server.base_url, "default")
    complaints = answers_outside(contract, world)
    assert len(world.journal()) > 800, "the suite's requests are in the journal"
    world.close()
    assert not complaints, "\n".join(complaints)


def is_broken_in_the_sdk(case: ElementTree.Element, failure: ElementTree.Element) -> bool:
    """Whether a failure is the SDK's own, by the test's name and by what was raised."""
    return (
        case.get("classname", "").startswith("tests.api_resources.test_sessions.")
        and BROKEN_IN_THE_SDK.fullmatch(case.get("name", "")) is not None
        and BROKEN_MESSAGE.search(failure.get("message", "")) is not None
    )
