"""The article on browsers: its examples run as they are printed, beside the files that they say, against a site of our own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import playwright
import pytest

from browser_sessions import BrowserSessions
from documentation import article
from poll import until
from repository import ROOT
from server import EXECUTABLE, DrydockServer
from shop import Shop

EXAMPLES = ROOT / "Fixtures" / "examples"


@pytest.fixture
def shop() -> Iterator[Shop]:
    """The site of whoever copied the examples."""
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def project(tmp_path: Path, shop: Shop) -> Callable[[str], Path]:
    """Another project with the example for a language in it, and the shop where its scenario says."""

    def make(language: str) -> Path:
        directory = Path(shutil.copytree(EXAMPLES / language, tmp_path / language))
        for old in [*directory.glob("test_*.py"), *directory.glob("*.test.mjs")]:
            old.unlink()
        for example in (EXAMPLES / "browsers").iterdir():
            text = example.read_text()
            (directory / example.name).write_text(text.replace("127.0.0.1:8080", f"127.0.0.1:{shop.port}"))
        return directory

    return make


def passed(server: DrydockServer, directory: Path, *command: str) -> None:
    """Runs a command as another project would."""
    result = subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, "ANCHORBROWSER_BASE_URL": server.base_url, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_article_prints_the_examples_in_twenty_lines() -> None:
    shown = article("Browsers")
    for name, language in (("shop.json", "json"), ("test_signed_in.py", "python"), ("signed-in.test.mjs", "js")):
        text = (EXAMPLES / "browsers" / name).read_text()
        assert text in shown.blocks(language), name
        assert len(text.splitlines()) <= 20, name


def test_example_for_pytest_passes(browser_server: DrydockServer, project: Callable[[str], Path]) -> None:
    passed(browser_server, project("python"), sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--rootdir", ".")


def test_example_for_node_passes(browser_server: DrydockServer, project: Callable[[str], Path]) -> None:
    directory = project("node")
    (directory / "node_modules").mkdir()
    # Playwright's own package for Node, as it comes with that for Python.
    (directory / "node_modules" / "playwright").symlink_to(Path(playwright.__file__).parent / "driver" / "package")
    passed(browser_server, directory, "node", "--test")


def test_the_flag_of_the_article_finds_a_browser(browser_path: str, launch: Callable[..., DrydockServer]) -> None:
    program, *arguments = article("Browsers").block("sh", having="--browser").split()
    assert (program, arguments.pop(0)) == ("drydock", "serve")
    server = launch(*arguments)
    until(server.output, lambda text: "Sessions have browsers: /" in text, what="the browser in the ready message")


def test_the_journal_has_the_end_of_an_attachment_as_printed(
    browser_sessions: Callable[..., BrowserSessions],
) -> None:
    sessions = browser_sessions()
    sessions.connect().close()
    [end] = until(
        lambda: sessions.world.journal(operation="drydock.endAttachment"),
        lambda entries: len(entries) == 1,
        what="the end in the journal",
    )
    assert end["response"]["body"].keys() == json.loads(article("Browsers").block("json", having="endedBy")).keys()


def test_scenarios_of_the_article_have_no_complaints(tmp_path: Path) -> None:
    texts = [text for text in article("Browsers").blocks("yaml")] + article("Browsers").blocks("json", having='"title"')
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text if "title:" in text or '"title"' in text else f"title: A part of one\n{text}")
        linted = subprocess.run([EXECUTABLE, "lint", str(path)], capture_output=True, text=True, timeout=60)
        assert linted.returncode == 0, linted.stderr
