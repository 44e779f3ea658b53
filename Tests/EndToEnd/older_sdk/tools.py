"""Page tools with anchorbrowser 0.11.3. Runs in that SDK's environment; `test_older_sdk_flow.py` starts it."""

import os
from collections.abc import Iterator

import anchorbrowser
import pytest
from anchorbrowser import Anchorbrowser

BASE_URL = os.environ["DRYDOCK_URL"]
WORLD = os.environ["DRYDOCK_WORLD"]


@pytest.fixture
def sdk() -> Iterator[Anchorbrowser]:
    """The older SDK, strict."""
    key = f"sk-test@{WORLD}"
    with Anchorbrowser(base_url=BASE_URL, api_key=key, timeout=20, _strict_response_validation=True) as client:
        yield client


def test_pages_are_read(sdk: Anchorbrowser) -> None:
    text = sdk.tools.fetch_webpage(url="https://older.example.com/", format="markdown")
    assert text.startswith("# A canned page") and "https://older.example.com/" in text
    session = sdk.sessions.create().data
    assert session is not None and session.id
    sdk.tools.fetch_webpage(session_id=session.id, url="https://older.example.com/one", new_page=True, wait=0)
    assert "/one" in sdk.tools.fetch_webpage(session_id=session.id, return_partial_on_timeout=True)
    with pytest.raises(anchorbrowser.BadRequestError, match="Session not found"):
        sdk.tools.fetch_webpage(session_id="11111111-2222-4333-8444-555555555555")


def test_pages_are_pictured(sdk: Anchorbrowser) -> None:
    picture = sdk.tools.screenshot_webpage(url="https://older.example.com/", width=320, height=200, image_quality=80)
    content = picture.read()
    assert content.startswith(b"\x89PNG") and content[16:24] == (320).to_bytes(4) + (200).to_bytes(4)
