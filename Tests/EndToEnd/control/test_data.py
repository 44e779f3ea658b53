"""`--data FILE`: worlds survive a restart and `kill -9`, and whatever cannot be used is refused in one line."""

import os
import random
import re
import resource
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from data_load import Load
from server import EXECUTABLE, DrydockServer
from world import World

ROUNDS = 6
WORKERS = 4


class NoRoomToGrow:
    """As long as it lasts, the server's files may not grow: the nearest thing to a full disk without being root."""

    def __init__(self, server: DrydockServer, data: Path, most: int) -> None:
        self._pid = server.process.pid
        self._size = Path(f"{data}-wal").stat().st_size
        self._most = most

    def __enter__(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (self._size, self._most))

    def __exit__(self, *_: object) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (self._most, self._most))


def kill(server: DrydockServer) -> None:
    """Ends the server as a crash of the machine's memory would: nothing in it gets to do anything any more."""
    code, _ = server.stop(signal.SIGKILL)
    assert code == -signal.SIGKILL


def refused(data: Path) -> str:
    """What a server says that cannot start with this file: one line."""
    process = subprocess.run(
        [EXECUTABLE, "serve", "--port", "0", "--data", str(data)], capture_output=True, text=True, timeout=30
    )
    assert process.returncode != 0
    [line] = process.stderr.strip().splitlines()
    return line


def test_killed_server_has_everything_that_it_acknowledged(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    seed = int(os.environ.get("DRYDOCK_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"DRYDOCK_TEST_SEED={seed}")
    chance = random.Random(seed)
    data = tmp_path / "worlds.db"
    load = Load(worlds=3)
    for number in range(ROUNDS):
        server = launch("--data", str(data), "--log-level", "warning")
        load.verify(server.base_url)
        enough = load.when_acknowledged(chance.randrange(1, 120))
        with ThreadPoolExecutor(WORKERS) as workers:
            running = [workers.submit(load.run, server.base_url, f"{number}-{index}") for index in range(WORKERS)]
            assert enough.wait(60), "the load got no answers"
            kill(server)
            for worker in running:
                worker.result()
        # A copy, because the next server is to find exactly what the killed one left.
        copy = tmp_path / f"copy-{number}"
        copy.mkdir()
        for file in tmp_path.glob("worlds.db*"):
            shutil.copy(file, copy)
        with sqlite3.connect(copy / "worlds.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        load.check_ids()
    server = launch("--data", str(data))
    load.verify(server.base_url)
    assert load.acknowledged > ROUNDS


def test_stopped_server_leaves_one_file_and_goes_on_from_it(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    data = tmp_path / "worlds.db"
    first = launch("--data", str(data), "--clock", "2026-01-01T00:00:00Z")
    assert f"Worlds are kept in {data}" in first.ready_message()
    world = World(first.base_url, "w")
    application = world.application()
    world.advance("15m")
    world.add_rule("anchor.listProfiles", {"problem": "outOfCredits"}, id="once", times=2)
    before = world.demand("GET", "/clock")
    assert first.stop()[0] == 0
    assert [file.name for file in tmp_path.glob("worlds.db*")] == ["worlds.db"]

    # Other flags are for worlds to come; those that are kept go on as they were.
    second = World(launch("--data", str(data), "--clock", "2027-01-01T00:00:00Z").base_url, "w")
    assert second.api.get("/v1/applications").json()["applications"][0]["id"] == application["id"]
    assert second.demand("GET", "/clock") == before
    assert [rule["id"] for rule in second.demand("GET", "/rules")["rules"]] == ["once"]
    assert World(second.base_url, "new").demand("GET", "/clock")["now"].startswith("2027-01-01")
    second.reset()
    assert second.api.get("/v1/applications").json()["applications"] == []
    assert second.demand("GET", "/clock")["now"].startswith("2026-01-01T00:00:00")


def test_clock_that_runs_has_run_on_while_the_server_was_down(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    data = tmp_path / "worlds.db"
    server = launch("--data", str(data), "--clock", "running")
    world = World(server.base_url, "w")
    world.demand("POST", "/clock", json={"advance": "24h"})
    before = world.demand("GET", "/clock")["now"]
    kill(server)
    after = World(launch("--data", str(data)).base_url, "w").demand("GET", "/clock")
    assert after["mode"] == "running" and after["now"] > before


@pytest.mark.parametrize(
    ("change", "look"),
    [
        (lambda world: world.demand("POST", "/clock", json={"advance": "1h"}), lambda world: ("GET", "/clock")),
        (lambda world: world.add_rule("anchor.listProfiles", {"delay": "1s"}), lambda world: ("GET", "/rules")),
        (lambda world: world.load("demo"), lambda world: ("GET", "/scenario")),
        (lambda world: (world.application(), world.reset()), lambda world: ("GET", "/clock")),
    ],
    ids=["clock", "rule", "scenario", "reset"],
)
def test_calls_of_the_control_plane_are_kept_before_they_are_answered(
    change: Callable[[World], object],
    look: Callable[[World], tuple[str, str]],
    tmp_path: Path,
    launch: Callable[..., DrydockServer],
) -> None:
    data = tmp_path / "worlds.db"
    server = launch("--data", str(data), "--clock", "frozen")
    world = World(server.base_url, "w")
    change(world)
    before = world.demand(*look(world)), world.api.get("/v1/applications").json()
    kill(server)
    world = World(launch("--data", str(data), "--clock", "frozen").base_url, "w")
    assert (world.demand(*look(world)), world.api.get("/v1/applications").json()) == before


def test_dropped_world_stays_dropped(tmp_path: Path, launch: Callable[..., DrydockServer]) -> None:
    data = tmp_path / "worlds.db"
    server = launch("--data", str(data))
    World(server.base_url, "w").application()
    assert httpx.delete(f"{server.base_url}/_drydock/worlds/w").is_success
    kill(server)
    worlds = httpx.get(f"{launch('--data', str(data)).base_url}/_drydock/worlds").json()["worlds"]
    assert "w" not in [world["name"] for world in worlds]


def test_full_disk_is_a_500_with_its_reason_and_mends_itself(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    data = tmp_path / "worlds.db"
    server = launch("--data", str(data), "--log-level", "warning")
    world = World(server.base_url, "w")
    kept = world.application("https://kept.example.com")
    _, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    with NoRoomToGrow(server, data, most):
        answer = world.api.post("/v1/applications", json={"source": "https://lost.example.com"})
        assert answer.status_code == 500
        assert answer.headers["X-Drydock-Reason"] == "data.notWritten"
        assert world.api.get("/v1/applications").status_code == 500, "what is not kept is not shown either"
        control = httpx.post(f"{server.base_url}/_drydock/clock?world=w", json={"advance": "1s"})
        assert control.status_code == 500 and control.json()["error"]["reason"] == "data.notWritten"
    applications = world.api.get("/v1/applications").json()["applications"]
    assert {application["id"] for application in applications} > {kept["id"]}
    assert "did not reach the data file" in server.output()
    kill(server)
    world = World(launch("--data", str(data)).base_url, "w")
    assert world.api.get("/v1/applications").json()["applications"] == applications


def test_file_that_is_none_of_ours_or_torn_is_refused_and_left_alone(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    good = tmp_path / "good.db"
    server = launch("--data", str(good))
    for number in range(60):
        World(server.base_url, f"w{number}").application()
    assert "in use by another process" in refused(good)
    server.stop()
    torn = tmp_path / "torn.db"
    torn.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(random.Random(1).randbytes(20_000))
    with sqlite3.connect(tmp_path / "foreign.db") as database:
        database.execute("CREATE TABLE t (x)")
    later = tmp_path / "later.db"
    shutil.copy(good, later)
    with sqlite3.connect(later) as database:
        edit(database, r'^(anchor\t\t\t.*"version":)1', r"\g<1>7")
    database.close()
    expected = {
        torn: "damaged",
        garbage: "not one of Drydock's",
        tmp_path / "foreign.db": "not one of Drydock's",
        later: "layout 7",
    }
    for path, words in expected.items():
        before = path.read_bytes()
        line = refused(path)
        assert str(path) in line and words in line
        assert path.read_bytes() == before
        if path is not later:
            assert [file.name for file in tmp_path.glob(f"{path.name}*")] == [path.name]


def edit(database: sqlite3.Connection, pattern: str, replacement: str, generation: int | None = None) -> None:
    """Puts something else on the lines of a data file, all of them or those of one generation."""
    packs = database.execute(
        "SELECT id, lines FROM rowPack WHERE ? IS NULL OR generation = ?", (generation, generation)
    ).fetchall()
    edited = [(re.sub(pattern, replacement, lines, flags=re.MULTILINE), number) for number, lines in packs]
    assert edited != [(lines, number) for number, lines in packs]
    database.executemany("UPDATE rowPack SET lines = ? WHERE id = ?", edited)


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def put_device(path: Path) -> None:
    """A /dev/null of our own: only root may make one."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes devices")


@pytest.mark.parametrize(
    ("put", "words"),
    [
        (put_pipe, "is a pipe"),
        (put_socket, "is a socket"),
        (put_device, "is a device"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.symlink_to("/dev/null"), "is a device"),
        (lambda path: path.symlink_to("nothing"), "leads to no file"),
    ],
    ids=["pipe", "socket", "device", "folder", "link to a device", "link to nothing"],
)
def test_what_is_no_regular_file_is_refused_in_one_line_and_left_alone(
    put: Callable[[Path], None], words: str, tmp_path: Path
) -> None:
    data = tmp_path / "w.db"
    put(data)
    before = data.lstat()
    assert words in refused(data)
    after = data.lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert [file.name for file in tmp_path.iterdir()] == ["w.db"]


def test_name_that_means_something_else_to_sqlite_is_a_file(
    launch: Callable[..., DrydockServer],
) -> None:
    server = launch("--data", ":memory:")
    World(server.base_url, "w").application()
    assert (server.port_file.parent / ":memory:").read_bytes().startswith(b"SQLite format 3")


def test_world_that_cannot_be_read_is_set_aside_loudly_and_the_others_are_served(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    data = tmp_path / "worlds.db"
    server = launch("--data", str(data))
    for name in ("sound", "spoiled"):
        World(server.base_url, name).application()
    server.stop()
    with sqlite3.connect(data) as database:
        [(generation,)] = database.execute("SELECT generation FROM world WHERE name = 'spoiled'")
        edit(database, r"^(anchor\tapplications\t.*\t).*$", r"\1{}", generation)
        rows = database.execute("SELECT * FROM rowPack WHERE generation = ?", (generation,)).fetchall()
    database.close()

    server = launch("--data", str(data))
    sound, spoiled = World(server.base_url, "sound"), World(server.base_url, "spoiled")
    assert len(sound.api.get("/v1/applications").json()["applications"]) == 1
    answer = spoiled.api.get("/v1/applications")
    assert (answer.status_code, answer.headers["X-Drydock-Reason"]) == (409, "world.setAside")
    [line] = [line for line in server.output().splitlines() if "set aside" in line]
    assert "error" in line and "world spoiled" in line and "applications" in line and "DELETE" in line
    listed = httpx.get(f"{server.base_url}/_drydock/worlds").json()
    assert [world["name"] for world in listed["setAside"]] == ["spoiled"]
    sound.application("https://more.example.com")
    kill(server)
    with sqlite3.connect(data) as database:
        assert database.execute("SELECT * FROM rowPack WHERE generation = ?", (generation,)).fetchall() == rows
    database.close()

    server = launch("--data", str(data))
    assert httpx.delete(f"{server.base_url}/_drydock/worlds/spoiled").is_success
    kill(server)
    server = launch("--data", str(data))
    assert "set aside" not in server.output()
    assert World(server.base_url, "spoiled").api.get("/v1/applications").json()["applications"] == []
