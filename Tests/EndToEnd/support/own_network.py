"""A network of a test's own, in which the vendors' names lead to this machine and port 443 is free."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from poll import until
from secure import LocalAuthority
from server import EXECUTABLE, START_DEADLINE_SECONDS

REFUSED_VARIABLE = "DRYDOCK_TEST_NO_NAMESPACES"
# Root needs no namespace for users, which many containers refuse.
USERS = () if os.geteuid() == 0 else ("--map-root-user",)
LEAVE = ("unshare", *USERS, "--mount", "--net")
ENTER = ("nsenter", *(("--preserve-credentials", "--user") if USERS else ()), "--mount", "--net", "--target")

# Runs in the new namespaces: switches the loopback device on, puts the hosts file in place, stays until its input ends.
KEEPER = """
import fcntl, os, socket, struct, subprocess, sys
UP, READ_FLAGS, WRITE_FLAGS = 0x1, 0x8913, 0x8914
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
    request = struct.pack("16sH14x", b"lo", 0)
    flags = struct.unpack("16sH14x", fcntl.ioctl(any_socket, READ_FLAGS, request))[1]
    fcntl.ioctl(any_socket, WRITE_FLAGS, struct.pack("16sH14x", b"lo", flags | UP))
subprocess.run(["mount", "--bind", sys.argv[1], "/etc/hosts"], check=True)
print(os.getpid(), flush=True)
sys.stdin.read()
"""


class OwnNetwork:
    """Namespaces for mounts and the network, and a server in them; `run` runs a command beside it."""

    def __init__(self, folder: Path, lines: str) -> None:
        """`lines` are added to the names of this machine, as a person adds them to /etc/hosts."""
        hosts = folder / "hosts"
        hosts.write_text(f"127.0.0.1 localhost\n{lines}")
        self._server: subprocess.Popen[bytes] | None = None
        self._keeper = subprocess.Popen(
            [*LEAVE, sys.executable, "-c", KEEPER, str(hosts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._keeper.stdout and self._keeper.stderr
        # Without a namespace for processes the number is the same outside.
        number = self._keeper.stdout.readline().strip()
        if not number:
            refusal = self._keeper.stderr.read().strip()
            self.close()
            refuse(refusal)
        self._prefix = [*ENTER, number]

    def serve(self, folder: Path, authority: LocalAuthority, *flags: str) -> None:
        """Starts a server; here port 443 needs no rights."""
        command = [EXECUTABLE, "serve", "--ca-dir", str(authority.folder), "--log-level", "warning"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DRYDOCK_")}
        log = folder / "log"
        with log.open("wb") as output:
            self._server = subprocess.Popen(
                [*self._prefix, *command, *flags],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env=environment,
            )
        server = self._server

        def is_ready() -> bool:
            assert server.poll() is None, f"the server left:\n{log.read_text()}"
            return "Control plane: " in log.read_text()

        until(is_ready, what="the server in its own network", seconds=START_DEADLINE_SECONDS)

    def run(self, *command: object, variables: Mapping[str, str] | None = None) -> str:
        """What a command prints in this network; it must succeed. Of the tests' environment it sees the paths only."""
        result = subprocess.run(
            [*self._prefix, *map(str, command)],
            capture_output=True,
            text=True,
            timeout=120,
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **(variables or {})},
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def close(self) -> None:
        """Stops the server, and then what keeps the namespaces."""
        if self._server:
            self._server.terminate()
            self._server.wait(timeout=20)
        self._keeper.communicate(timeout=20)


def refuse(words: str) -> None:
    """The machine lets nobody have a network of their own: a failure, unless it is known."""
    problem = (
        f"{' '.join(LEAVE)} is refused here ({words}). The test needs namespaces: allow them "
        "(sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0; for a container "
        f"--security-opt seccomp=unconfined), or set {REFUSED_VARIABLE}=1 to do without such tests."
    )
    if os.environ.get(REFUSED_VARIABLE) == "1":
        pytest.skip(problem)
    pytest.fail(problem)
