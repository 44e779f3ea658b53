"""Starting and stopping the real executable, as a user does."""

import os
import signal
import subprocess
import time
from pathlib import Path

from plain_http import is_healthy
from poll import until
from repository import ROOT

START_DEADLINE_SECONDS = 20.0
STOP_LIMIT_SECONDS = 0.3
EXECUTABLE = os.environ.get("DRYDOCK_BIN", str(ROOT / ".build" / "release" / "drydock"))


class DrydockServer:
    """One `drydock serve` on a free port; stop it with `stop()`."""

    def __init__(
        self, directory: Path, *arguments: str, address: str = "http://127.0.0.1:{port}", **variables: str
    ) -> None:
        """Starts it with these flags and variables; `address` is where it can be reached."""
        self._address = address
        directory.mkdir(parents=True, exist_ok=True)
        self.port_file = directory / "port"
        self.log_file = directory / "log"
        self.port_file.unlink(missing_ok=True)
        if not Path(EXECUTABLE).is_file():
            raise FileNotFoundError(
                f"no server at {EXECUTABLE}: run `swift build -c release --product drydock` or set DRYDOCK_BIN"
            )
        self._log = self.log_file.open("wb")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DRYDOCK_")}
        # No test leaves an authority in the home of whoever runs it, unless it has a home of its own.
        if not {"HOME", "XDG_CACHE_HOME"} & variables.keys():
            environment["DRYDOCK_CA_DIR"] = "memory"
        environment |= variables
        self.process = subprocess.Popen(
            [EXECUTABLE, "serve", "--port", "0", "--port-file", str(self.port_file), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=directory,
            env=environment,
        )
        try:
            self.port = self._await_port()
            self._await_health()
        except BaseException as error:
            self.process.kill()
            self.process.wait()
            self._log.close()
            error.add_note(f"the server printed:\n{self.output()}")
            raise

    @property
    def base_url(self) -> str:
        """The address that clients use."""
        return self._address.format(port=self.port)

    def output(self) -> str:
        """Everything that the server has printed so far."""
        return self.log_file.read_text(errors="replace")

    def ready_message(self) -> str:
        """The same, once the server has said that it is ready: the first answer may come a moment before."""
        return until(self.output, lambda printed: "Control plane: " in printed, what="the message that it is ready")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Sends a signal; returns the exit code and the seconds that the server took to leave."""
        if self._log.closed:
            return self.process.returncode, 0.0
        started = time.monotonic()
        self.process.send_signal(number)
        try:
            code = self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the server ignored {number.name} for 10 s; it printed:\n{self.output()}") from None
        finally:
            self._log.close()
        return code, time.monotonic() - started

    def _await_port(self) -> int:
        def port() -> int | None:
            self._assert_runs()
            text = self.port_file.read_text().strip() if self.port_file.exists() else ""
            return int(text) if text else None

        return until(port, what="the server's port file", seconds=START_DEADLINE_SECONDS)

    def _await_health(self) -> None:
        def healthy() -> bool:
            self._assert_runs()
            return is_healthy(self.base_url)

        until(healthy, what="the server's health", seconds=START_DEADLINE_SECONDS)

    def _assert_runs(self) -> None:
        code = self.process.poll()
        assert code is None, f"the server left with {code}"
