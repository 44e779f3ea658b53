"""The pictures in the documentation show what the server shows now."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from pictures import CATALOG, README, ROOT, WORDS, Pictures, likeness, place
from server import DrydockServer

REMEDY = "`python Tests/EndToEnd/support/pictures.py` makes them anew; look at them"
# Fonts differ between machines, a changed layout differs more.
FAR = 12


@pytest.fixture
def pictures(browser: Browser, launch: Callable[..., DrydockServer]) -> Pictures:
    """All pictures, made just now."""
    pictures = Pictures(browser, launch("--log-level", "warning"))
    pictures.make()
    return pictures


def test_the_pictures_have_not_aged(pictures: Pictures) -> None:
    assert pictures.words == json.loads(WORDS.read_text()), REMEDY
    kept = {path.name for path in [*README.iterdir(), *CATALOG.glob("*.png")]} - {WORDS.name}
    assert kept == set(pictures.files), REMEDY
    for name, data in pictures.files.items():
        distance = likeness(data, place(name).read_bytes())
        assert distance < FAR, f"{name} looks different ({distance:.1f}): {REMEDY}"
        assert len(data) < 400_000, f"{name} has {len(data)} bytes"


def test_every_picture_is_shown_somewhere() -> None:
    text = "".join(path.read_text() for path in [ROOT / "README.md", *CATALOG.glob("*.md")])
    for name in json.loads(WORDS.read_text()):
        shown = f"]({place(name).relative_to(ROOT)})" if name.endswith(".webp") else f"]({name})"
        assert shown in text, f"{name} is nowhere"
