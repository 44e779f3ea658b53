"""A server process, and what it costs."""

import socket
import subprocess
import time
from pathlib import Path

START_LIMIT_SECONDS = 20.0


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int, path: str) -> bool:
    """Whether `GET path` answers 200, over a plain socket: the cheapest probe there is."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(64).split(b" ", 2)[1:2] == [b"200"]
    except OSError:
        return False


class MeasuredProcess:
    """A running server with its children, on one port. Use it as a context manager."""

    def __init__(self, command: list[str], port: int, probe: str, directory: Path) -> None:
        self.port = port
        self._log = (directory / f"log-{port}").open("wb")
        started = time.monotonic()
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT, cwd=directory
        )
        while not answers(port, probe):
            if self._process.poll() is not None or time.monotonic() - started > START_LIMIT_SECONDS:
                self.stop()
                raise RuntimeError(f"{command[0]} does not serve: {Path(self._log.name).read_text(errors='replace')}")
            time.sleep(0.001)
        self.start_seconds = time.monotonic() - started

    def __enter__(self) -> "MeasuredProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Ends the server; by force where it does not leave within two seconds."""
        self._process.terminate()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def cpu_seconds(self) -> float:
        """User and system time of the process and its children, to the nanosecond.

        The kernel's clock of a process counts what `utime` and `stime` of /proc/PID/stat do, without their 10 ms steps.
        """
        return sum(time.clock_gettime_ns((~pid << 3) | 2) for pid in self.pids()) / 1e9

    def resident_mebibytes(self) -> float:
        """VmRSS of the process and its children."""
        return sum(self._resident_kibibytes(pid) for pid in self.pids()) / 1024

    def settle(self) -> None:
        """Waits until the server is idle, for example until it has freed what a reset left behind."""
        deadline = time.monotonic() + START_LIMIT_SECONDS
        before = self.cpu_seconds()
        while time.monotonic() < deadline:
            time.sleep(0.05)
            now = self.cpu_seconds()
            if now - before < 0.001:
                return
            before = now

    def pids(self) -> list[int]:
        """The numbers of the process and its children."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    @staticmethod
    def _resident_kibibytes(pid: int) -> int:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        return 0
