"""Servers whose browsers are counted: their processes, folders and descriptors."""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

import pytest
from poll import until
from server import DrydockServer
from world import World


class CountedServer:
    """A server with browsers and a folder for temporary files of its own; `close` it after use."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        # Short: browsers make sockets below it, whose paths have a hundred bytes at most.
        self.folder = Path(tempfile.mkdtemp(prefix="dd-", dir="/tmp"))
        try:
            self.server = DrydockServer(
                directory, "--browser", "auto", "--clock", "frozen", *arguments, TMPDIR=str(self.folder)
            )
        except AssertionError as error:
            shutil.rmtree(self.folder)
            if "finds no browser" in str(error) + "".join(getattr(error, "__notes__", [])):
                pytest.skip("there is no browser on this machine")
            raise

    def close(self) -> None:
        """Stops it and removes the folder, whatever is in it."""
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def processes(self) -> dict[int, str]:
        """All processes that have the folder in their command lines, by id."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    continue
                if str(self.folder) in line:
                    found[int(entry.name)] = line
        return found

    @property
    def browsers(self) -> list[int]:
        """The browsers' main processes: children of their shells."""
        return [number for number, line in self.processes.items() if _is_main(line)]

    @property
    def shells(self) -> list[int]:
        """The shells that wait for browsers."""
        return [number for number, line in self.processes.items() if line.startswith("/bin/sh -c d=")]

    @property
    def renderers(self) -> list[int]:
        """The processes of pages."""
        return [number for number, line in self.processes.items() if "--type=renderer" in line]

    @property
    def session_folders(self) -> list[str]:
        """What is there of sessions: their folders, and what they have left."""
        return [path.name for path in self.folder.glob("drydock-browsers-*/*") if path.name[0].isdigit()]

    @property
    def _working_folders(self) -> list[str]:
        return [name for name in self.session_folders if name.isdigit()]

    @property
    def descriptors(self) -> list[str]:
        """What the server has open, in order."""
        return sorted(filter(None, (_target(entry) for entry in Path(f"/proc/{self.server.process.pid}/fd").iterdir())))

    def await_nothing(self, seconds: float = 5.0) -> None:
        """Waits until neither a process nor a folder is left."""
        until(lambda: (self.processes, list(self.folder.iterdir())), _is_empty, what="no rest", seconds=seconds)

    def await_no_browser(self) -> None:
        """Waits until no browser runs, and nothing that one works in is left: recordings and downloads stay."""
        until(lambda: (self.browsers, self.shells, self._working_folders), _is_empty, what="no browser")

    def await_forgotten(self, world: World) -> None:
        """Waits until the server, too, is done with its browsers: it lets go of a pipe after the process has gone."""
        self.await_no_browser()
        until(lambda: world.control("GET", "/metrics").text, lambda text: "drydock_browsers 0" in text, what="no browser")

    def kill(self) -> None:
        """Ends the server as nothing can be done about."""
        self.server.process.send_signal(signal.SIGKILL)
        self.server.process.wait()


def open_browser(world: World, **body: Any) -> dict[str, Any]:
    """A session whose browser runs."""
    session = world.session(**body)
    goto(world, session)
    return session


def goto(world: World, session: dict[str, Any], url: str = "data:text/html,<h1>Hello</h1>") -> None:
    """Opens a page."""
    answer = world.api.post(f"/v1/sessions/{session['id']}/goto", json={"url": url})
    assert answer.status_code == 200, answer.text


def _target(descriptor: Path) -> str | None:
    try:
        return os.readlink(descriptor)
    except FileNotFoundError:
        return None  # It has just been closed.


def _is_main(line: str) -> bool:
    return "--remote-debugging-pipe" in line and "--type=" not in line and not line.startswith("/bin/sh -c d=")


def _is_empty(parts: tuple[Any, ...]) -> bool:
    return not any(parts)
