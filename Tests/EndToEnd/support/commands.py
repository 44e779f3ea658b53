"""Programs that a test runs to their end: curl, Node, a shell, the executable."""

import subprocess

from anon import Anon
from server import EXECUTABLE


def run(*command: object) -> str:
    """What a command prints; it must succeed."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def run_drydock(*arguments: object) -> subprocess.CompletedProcess[str]:
    """What one of the executable's verbs does, whatever it is."""
    return subprocess.run(
        [EXECUTABLE, *map(str, arguments)], capture_output=True, text=True, timeout=120, encoding="utf-8"
    )


def curl(anon: Anon, path: str, *arguments: object) -> tuple[int, str]:
    """The tool of Anon's guides, in the world of `anon`: the status and the body."""
    world = ["--header", f"X-Drydock-World: {anon.world.name}"]
    printed = run(
        *("curl", "--silent", "--show-error", "--max-time", "20", "--write-out", "\n%{http_code}"),
        *(*world, *arguments, anon.world.base_url + path),
    )
    body, _, status = printed.rpartition("\n")
    return int(status), body
