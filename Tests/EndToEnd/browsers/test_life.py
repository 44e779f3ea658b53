"""How browsers end: with their sessions, with their worlds, with Drydock, and by themselves; nothing is left of them."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from life_support import CountedServer, goto, open_browser
from poll import until
from server import EXECUTABLE
from world import World

Session = dict[str, Any]
UNRECORDED: Session = {"session": {"recording": {"active": False}}}


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountedServer]:
    """A server with two browsers at most, for all tests that leave it running. At its end nothing is left."""
    server = CountedServer(tmp_path_factory.mktemp("life"), "--browsers", "2", "--log-level", "info")
    yield server
    code, seconds = server.server.stop()
    assert code == 0 and seconds < 4, f"{code} after {seconds:.3f} s: {server.server.output()}"
    server.await_nothing()
    server.close()


@pytest.fixture
def world(counted: CountedServer, worlds: Callable[..., World]) -> Iterator[World]:
    """A world of this test's own, whose browsers end with the test."""
    world = worlds(counted.server)
    yield world
    world.api.delete("/v1/sessions/all")
    counted.await_no_browser()


def status(world: World, session: Session) -> str:
    """What the session says of itself."""
    return world.api.get(f"/v1/sessions/{session['id']}").json()["data"]["status"]


def test_browser_starts_at_the_first_need_and_shell_has_no_descriptor_of_ours(
    counted: CountedServer, world: World
) -> None:
    session = world.session()
    assert not counted.browsers
    goto(world, session)
    assert len(counted.browsers) == 1
    goto(world, session)
    assert len(counted.browsers) == 1
    [shell] = counted.shells
    assert sorted(os.listdir(f"/proc/{shell}/fd"), key=int) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda world, session: world.api.delete(f"/v1/sessions/{session['id']}"), id="session"),
        pytest.param(lambda world, session: world.api.delete("/v1/sessions/all"), id="all sessions"),
    ],
)
def test_browser_ends_with_its_session(
    counted: CountedServer, world: World, end: Callable[[World, Session], Any]
) -> None:
    session = open_browser(world, **UNRECORDED)
    end(world, session)
    counted.await_no_browser()
    assert status(world, session) == "completed"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda world: world.advance("24h"), id="clock"),
        pytest.param(lambda world: world.reset(), id="reset"),
        pytest.param(lambda world: world.load("demo"), id="scenario"),
        pytest.param(lambda world: world.control("DELETE", f"/worlds/{world.name}"), id="drop"),
    ],
)
def test_browser_has_gone_before_the_answer_to_what_ends_it(
    counted: CountedServer, world: World, change: Callable[[World], Any]
) -> None:
    left_by_others = set(counted.session_folders)
    open_browser(world, **UNRECORDED)
    change(world)
    assert not counted.browsers and not counted.shells
    assert set(counted.session_folders) <= left_by_others


def test_world_that_goes_back_keeps_the_browsers_of_sessions_that_run_there(
    counted: CountedServer, world: World
) -> None:
    early = open_browser(world, **UNRECORDED)
    [stays] = counted.browsers
    world.demand("POST", "/snapshots", json={"name": "early"})
    open_browser(world, **UNRECORDED)
    assert len(counted.browsers) == 2
    world.demand("POST", "/snapshots/early/restore")
    assert counted.browsers == [stays]
    goto(world, early)
    assert counted.browsers == [stays]


def test_no_more_browsers_than_may_be_and_one_that_ends_makes_room(counted: CountedServer, world: World) -> None:
    first = open_browser(world, **UNRECORDED)
    open_browser(world, **UNRECORDED)
    third = world.session(**UNRECORDED)
    answer = world.api.get(f"/v1/sessions/{third['id']}/screenshot")
    assert answer.status_code >= 500 and "--browsers" in answer.text, answer.text
    assert len(counted.browsers) == 2
    world.api.delete(f"/v1/sessions/{first['id']}")
    goto(world, third)
    assert "drydock_browsers 2" in world.control("GET", "/metrics").text


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_session_ends_with_a_browser_that_dies(counted: CountedServer, world: World, number: signal.Signals) -> None:
    session = open_browser(world)
    os.kill(counted.browsers[0], number)
    until(lambda: status(world, session), lambda now: now == "completed", what="the session's end")
    counted.await_no_browser()
    assert "a browser has gone by itself" in counted.server.output()


def test_page_whose_process_dies_is_mended_by_an_address(counted: CountedServer, world: World) -> None:
    session = open_browser(world)
    before = counted.renderers
    for renderer in before:
        os.kill(renderer, signal.SIGKILL)
    picture = f"/v1/sessions/{session['id']}/screenshot"
    until(lambda: world.api.get(picture).status_code, lambda code: code >= 500, what="a crashed page")
    # The browser tells of each process that died, one after the other.
    address = f"/v1/sessions/{session['id']}/goto"
    until(
        lambda: world.api.post(address, json={"url": "data:text/html,<h1>Hello</h1>"}).status_code,
        lambda code: code == 200,
        what="a page that is mended",
    )
    assert world.api.get(picture).status_code == 200
    assert status(world, session) == "running"


def test_many_sessions_leave_no_descriptor(counted: CountedServer, world: World) -> None:
    world.api.delete(f"/v1/sessions/{open_browser(world, **UNRECORDED)['id']}")
    counted.await_forgotten(world)
    before = counted.descriptors
    # More than may have been open for a moment when that was seen.
    for _ in range(4):
        world.api.delete(f"/v1/sessions/{open_browser(world, **UNRECORDED)['id']}")
        counted.await_forgotten(world)
    until(lambda: counted.descriptors, lambda now: len(now) <= len(before), what=f"as few as {before}")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_left_of_a_server_that_ends(tmp_path: Path, number: signal.Signals) -> None:
    counted = CountedServer(tmp_path)
    world = World(counted.server.base_url, "end")
    try:
        open_browser(world)
        assert counted.browsers
        if number == signal.SIGKILL:
            counted.kill()
        else:
            code, seconds = counted.server.stop()
            assert code == 0 and seconds < 4, f"{code} after {seconds:.3f} s"
        counted.await_nothing()
    finally:
        world.close()
        counted.close()


@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not there to make a first process")
def test_first_process_of_a_container_has_no_zombies(tmp_path: Path) -> None:
    probe = subprocess.run(["unshare", "--pid", "--fork", "--mount-proc", "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip(f"no first process can be made here: {probe.stderr.decode().strip()}")
    port_file = tmp_path / "port"
    server = subprocess.Popen(
        ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", EXECUTABLE, "serve", "--port", "0"]
        + ["--port-file", str(port_file), "--browser", "auto", "--clock", "frozen"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        port = until(lambda: port_file.exists() and port_file.read_text().strip(), what="the port", seconds=20)
        world = World(f"http://127.0.0.1:{port}", "first")
        for _ in range(2):
            world.api.delete(f"/v1/sessions/{open_browser(world, **UNRECORDED)['id']}")
        until(lambda: world.control("GET", "/metrics").text, lambda text: "drydock_browsers 0" in text)
        until(lambda: zombies_below(server.pid), lambda count: count == 0, what="no zombie")
        world.close()
    finally:
        server.kill()
        server.wait()


def zombies_below(ancestor: int) -> int:
    """How many dead processes nobody has taken note of, among all that came of `ancestor`."""
    parents, dead = {}, []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            if fields[0] == "Z":
                dead.append(int(entry.name))

    def is_below(number: int) -> bool:
        while number > 1:
            if number == ancestor:
                return True
            number = parents.get(number, 0)
        return False

    return sum(is_below(number) for number in dead)
