"""Recordings: a true film of what the session's browser showed, which a browser plays."""

import base64
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext

from browser_sessions import BrowserSessions
from shop import Shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    """The site that is filmed."""
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def sessions(browser_sessions: Callable[..., BrowserSessions]) -> BrowserSessions:
    """Sessions in a world of the test's own."""
    return browser_sessions()


PLAY = """async (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], {type: 'video/mp4'}));
  await new Promise((done, failed) => {
    video.onloadeddata = done;
    video.onerror = () => failed(new Error(video.error.message));
  });
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const pen = canvas.getContext('2d');
  const look = async (time) => {
    const sought = new Promise((done) => { video.onseeked = done; });
    video.currentTime = time;
    await sought;
    pen.drawImage(video, 0, 0);
    return [...pen.getImageData(canvas.width - 20, canvas.height - 20, 1, 1).data.slice(0, 3)];
  };
  return {
    duration: video.duration, width: video.videoWidth, height: video.videoHeight,
    last: await look(video.duration - 0.05),
  };
}"""


def recorded(sessions: BrowserSessions, shop: Shop) -> tuple[httpx.Response, dict[str, Any], float]:
    """What became of a session that showed a clock, was paused, and showed another page: the film, its item in the list, and the
    most seconds that it may have."""
    session = sessions.create()
    started = time.monotonic()
    page = sessions.attach(session).contexts[0].pages[0]
    page.goto(f"http://127.0.0.1:{shop.port}/clock")
    page.wait_for_function("n >= 20", timeout=30_000)
    path = f"/v1/sessions/{session['id']}/recordings"
    api = sessions.world.api
    assert api.post(f"{path}/pause").status_code == 200
    seconds = time.monotonic() - started
    page.wait_for_function("n >= 40", timeout=30_000)
    page.goto("data:text/html,<body style='background:%230000ee'>")
    resumed = time.monotonic()
    assert api.post(f"{path}/resume").status_code == 200
    page.wait_for_timeout(2000)
    assert api.get(path).json()["data"]["items"] == [], "none while the session runs"
    sessions.end(session)
    seconds += time.monotonic() - resumed
    film = api.get(f"{path}/primary/fetch")
    assert film.status_code == 200 and film.headers["content-type"] == "video/mp4"
    [item] = api.get(path).json()["data"]["items"]
    return film, item, seconds


# The film is made within three seconds of real time, or not at all.
@pytest.mark.serial
def test_recording_plays_with_the_right_length(
    sessions: BrowserSessions, shop: Shop, context: BrowserContext
) -> None:
    film, item, seconds = recorded(sessions, shop)
    assert "x-drydock-reason" not in film.headers
    assert item["size"] == len(film.content) > 2000
    played = context.new_page().evaluate(PLAY, base64.b64encode(film.content).decode())
    # Two seconds of clock and more of blue; starting takes its time, and the two seconds of the pause do not count.
    assert 2.5 <= played["duration"] <= seconds, (played, seconds)
    minutes, whole = (int(part) for part in item["duration"].split(":")[1:])
    assert minutes == 0 and abs(whole - played["duration"]) <= 1
    # The first picture, whose size is the film's, may be of the window before it has the session's.
    assert played["width"] == 1440 and 800 < played["height"] <= 900


def test_without_a_film_the_canned_file_says_so(sessions: BrowserSessions) -> None:
    session = sessions.create()
    sessions.end(session)
    film = sessions.world.api.get(f"/v1/sessions/{session['id']}/recordings/primary/fetch")
    assert film.status_code == 200 and film.headers["x-drydock-reason"] == "recording.canned"
    off = sessions.create(session={"recording": {"active": False}})
    sessions.attach(off)
    sessions.end(off)
    assert sessions.world.api.get(f"/v1/sessions/{off['id']}/recordings/primary/fetch").status_code == 404
