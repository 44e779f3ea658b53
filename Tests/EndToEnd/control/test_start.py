"""How the executable starts, is asked whether it serves, and says in one line why it does not."""

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plain_http import is_healthy
from poll import until
from server import EXECUTABLE, DrydockServer

KUBERNETES = {
    "DRYDOCK_PORT": "tcp://10.96.0.12:4010",
    "DRYDOCK_SERVICE_HOST": "10.96.0.12",
    "DRYDOCK_SERVICE_PORT": "4010",
    "DRYDOCK_PORT_4010_TCP": "tcp://10.96.0.12:4010",
    "DRYDOCK_PORT_4010_TCP_PROTO": "tcp",
    "DRYDOCK_PORT_4010_TCP_PORT": "4010",
    "DRYDOCK_PORT_4010_TCP_ADDR": "10.96.0.12",
}


def drydock(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the executable to its end."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DRYDOCK_")}
    return subprocess.run(
        [EXECUTABLE, *map(str, arguments)], capture_output=True, text=True, timeout=20, env=own | environment
    )


def own_address() -> str | None:
    """An address of this machine that is not loopback; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def test_variables_of_kubernetes_are_ignored_with_one_warning(launch: Callable[..., DrydockServer]) -> None:
    others = {name: "udp://10.96.0.12:53" for name in ("DRYDOCK_SEED", "DRYDOCK_WATCH", "DRYDOCK_DATA")}
    server = launch(**KUBERNETES, **others)
    warnings = [line for line in server.output().splitlines() if "ignored" in line]
    assert len(warnings) == 1 and "DRYDOCK_PORT=tcp://10.96.0.12:4010" in warnings[0], server.output()
    assert "DRYDOCK_PORT_4010" not in warnings[0]
    asked = drydock("healthcheck", "--port", server.port, **KUBERNETES)
    assert (asked.returncode, asked.stdout) == (0, "ok\n")
    assert asked.stderr.count("\n") == 1 and "DRYDOCK_PORT" in asked.stderr
    assert drydock("scenarios", DRYDOCK_FIXTURES="tcp://10.96.0.12:4010").returncode == 0


def test_variable_that_is_wrong_is_still_refused() -> None:
    for value in ("http://10.96.0.12:4010", "4010/tcp", "tcp"):
        assert drydock("serve", DRYDOCK_PORT=value).returncode == 64


@pytest.mark.parametrize(
    ("host", "url"),
    [("0.0.0.0", "http://127.0.0.1"), ("::", "http://[::1]"), ("[::1]", "http://[::1]"), ("::1", "http://[::1]")],
)
def test_server_is_found_where_it_listens(launch: Callable[..., DrydockServer], host: str, url: str) -> None:
    server = launch("--host", host, address=f"{url}:{{port}}")
    assert f"is ready at {url}:{server.port}\n" in server.ready_message()
    assert drydock("healthcheck", "--host", host, "--port", server.port).stdout == "ok\n"
    assert drydock("healthcheck", "--port", server.port, DRYDOCK_HOST=host).stdout == "ok\n"
    if host in ("[::1]", "::1"):
        refused = drydock("healthcheck", "--port", server.port)
        assert refused.returncode == 1 and refused.stderr == (
            f"drydock: no server answers at http://127.0.0.1:{server.port}\n"
        )


def test_health_check_of_a_server_that_listens_at_one_address_only(launch: Callable[..., DrydockServer]) -> None:
    if (address := own_address()) is None:
        pytest.skip("this machine has loopback only")
    process = serve("--host", address, stdout=subprocess.PIPE)
    with process.stdout as output:
        port = int(output.readline().rpartition(":")[2])
        assert drydock("healthcheck", "--host", address, "--port", port).stdout == "ok\n"
        assert drydock("healthcheck", "--port", port).returncode == 1
        assert stop(process) == 0


@pytest.fixture
def faulty(tmp_path: Path) -> dict[str, object]:
    """Files and ports with which nothing can start."""
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "latin.yaml").write_bytes(b"name: x\ntitle: \xe9\n")
    (tmp_path / "list.yaml").write_text("- a\n")
    (tmp_path / "diary.txt").write_text("a diary\n" * 100)
    # By a link, so that a server that replaces what it should write to does not harm the machine.
    (tmp_path / "full").symlink_to("/dev/full")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield {"tmp": tmp_path, "taken": taken.getsockname()[1]}


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ("serve --port 0 --host nosuch.invalid", "there is no host nosuch.invalid"),
        ("serve --port 0 --host [nosuch.invalid]", "there is no host nosuch.invalid"),
        ("serve --port 0 --host 198.51.100.7", "198.51.100.7 is no address of this machine"),
        ("serve --port {taken}", "{taken} on 127.0.0.1 is in use"),
        ("serve --port 0 --scenario {tmp}/folder.yaml", "folder.yaml: the file cannot be read"),
        ("serve --port 0 --scenario {tmp}/none.yaml", "none.yaml: there is no such file"),
        ("serve --port 0 --scenario {tmp}/latin.yaml", "latin.yaml:2:8: not UTF-8"),
        ("serve --port 0 --scenario {tmp}/list.yaml", "list.yaml:1:1: a scenario must be a mapping"),
        ("serve --port 0 --scenario nosuch", "there is no scenario `nosuch`"),
        ("serve --port 0 --fixtures {tmp}/list.yaml", "list.yaml: the folder cannot be read"),
        ("serve --port 0 --fixtures {tmp}/none", "none: the folder cannot be read"),
        ("serve --port 0 --data {tmp}/folder.yaml", "folder.yaml is a folder"),
        ("serve --port 0 --data {tmp}/none/p.db", "none/p.db"),
        ("serve --port 0 --port-file {tmp}", "port file {tmp}: it is a folder"),
        ("serve --port 0 --port-file {tmp}/none/port", "port file {tmp}/none/port: No such file or directory"),
        ("serve --port 0 --port-file {tmp}/diary.txt", "it holds something else than a port"),
        ("serve --port 0 --port-file {tmp}/full", "No space left on device"),
        ("serve --port 0 --port-file /dev/fd/77", "port file /dev/fd/77: Bad file descriptor"),
        ("serve --port 0 --public-url ftp://x", "--public-url must be http:// or https://"),
        ("serve --port 0 --control-host http://drydock", "--control-host must be a host"),
        ("scenarios --fixtures {tmp}/none", "none: the folder cannot be read"),
        ("faq nosuch", "no reason nosuch"),
        ("healthcheck --port {taken} --host nosuch.invalid", "no server answers at http://nosuch.invalid:{taken}"),
        ("healthcheck --port 1", "no server answers at http://127.0.0.1:1"),
        ("healthcheck --port 1 --host a/b?c", "no server answers at"),
    ],
)
def test_refusal_is_one_line(faulty: dict[str, object], arguments: str, hint: str) -> None:
    refused = drydock(*(word.format(**faulty) for word in arguments.split()))
    assert refused.returncode == 1, refused
    assert refused.stdout.count("\n") == 0 or "is ready at" not in refused.stdout
    [line] = refused.stderr.splitlines()
    assert line.startswith("drydock: ") and hint.format(**faulty) in line


@pytest.mark.parametrize(
    "arguments",
    [
        "serve --port 70000",
        "serve --port=-1",
        "serve --port x",
        "healthcheck --port 70000",
        "healthcheck --port 0",
        "token --expires-in forever",
        "token --issued-at soon",
        "nosuch",
    ],
)
def test_wrong_call_is_said_with_the_usage(arguments: str) -> None:
    refused = drydock(*arguments.split())
    assert refused.returncode == 64 and refused.stderr.startswith("Error: ") and "Usage: drydock" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"), [("latin.yaml", 1), ("none.yaml", 1), ("list.yaml", 1), ("latin.yaml list.yaml", 1)]
)
def test_lint_has_one_line_for_each_mistake(faulty: dict[str, object], arguments: str, code: int) -> None:
    paths = [f"{faulty['tmp']}/{name}" for name in arguments.split()]
    checked = drydock("lint", *paths)
    assert checked.returncode == code
    assert [line.split(":")[0] for line in checked.stderr.splitlines()] == paths


def test_port_that_only_root_may_use_is_one_line() -> None:
    if os.geteuid() != 0 or int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text()) <= 1:
        pytest.skip("needs root, to give it up, and a system with such ports")
    refused = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", "--bounding-set=-all", EXECUTABLE, "serve", "--port", "1"],
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert refused.returncode == 1
    assert refused.stderr == "drydock: port 1 on 127.0.0.1 may not be used by this user\n"


@pytest.mark.parametrize("verb", ["schema", "faq", "operations", "scenarios", "token"])
def test_output_that_nobody_takes(verb: str) -> None:
    for reader in ("head -c 1", "true"):
        piped = subprocess.run(
            ["bash", "-c", f'"$0" {verb} | {reader}; exit ${{PIPESTATUS[0]}}', EXECUTABLE],
            capture_output=True,
            text=True,
            timeout=20,
        )
        assert piped.stderr == "" and piped.returncode in (0, 128 + 13), "as any filter ends"
    with Path("/dev/full").open("wb") as full:
        lost = subprocess.run([EXECUTABLE, verb], stdout=full, stderr=subprocess.PIPE, text=True, timeout=20)
    assert lost.returncode == 1
    assert lost.stderr == "drydock: cannot write to standard output: No space left on device\n"
    closed = subprocess.run(["sh", "-c", f'"$0" {verb} >&-', EXECUTABLE], capture_output=True, text=True, timeout=20)
    assert (closed.returncode, closed.stderr) == (0, "")


def serve(*arguments: object, **options: object) -> subprocess.Popen[str]:
    """Starts a server whose port file is the test's business."""
    return subprocess.Popen(
        [EXECUTABLE, "serve", "--port", "0", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "text": True} | options,
    )


def stop(process: subprocess.Popen[str]) -> int:
    process.terminate()
    return process.wait(timeout=10)


def is_serving(port: str) -> bool:
    return is_healthy(f"http://127.0.0.1:{int(port)}")


def test_port_file_of_an_earlier_run_is_gone_before_the_server_listens(tmp_path: Path) -> None:
    path = tmp_path / "port"
    path.write_text("1\n")
    process = serve("--port-file", path)
    try:
        seen = until(lambda: path.exists() and path.read_text().strip() != "1" and path.read_text(), what="the port")
        assert is_serving(seen)
    finally:
        assert stop(process) == 0
    assert not path.exists() and not list(tmp_path.iterdir())


def test_stopped_server_leaves_the_port_file_of_another_one(tmp_path: Path) -> None:
    path = tmp_path / "port"
    first = serve("--port-file", path)
    before = until(lambda: path.exists() and path.read_text(), what="the first port")
    refused = drydock("serve", "--port", before.strip(), "--port-file", path)
    assert refused.returncode == 1 and path.read_text() == before, "a start that fails leaves the other's file"
    second = serve("--port-file", path)
    after = until(lambda: path.read_text() != before and path.read_text(), what="the second port")
    assert stop(first) == 0
    assert path.read_text() == after and is_serving(after)
    assert stop(second) == 0 and not path.exists()


def test_fifo_is_written_to_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "port"
    os.mkfifo(path)
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = serve("--port-file", path, stdout=output)
    try:
        url = until(
            lambda: "ready at" in log.read_text() and log.read_text().split("ready at ")[1].split()[0],
            what="the message",
        )
        assert is_healthy(url), "nobody waits for the reader"
        read = subprocess.run(["cat", path], capture_output=True, text=True, timeout=10)
        assert read.stdout == url.rsplit(":", 1)[1] + "\n"
        assert stat.S_ISFIFO(path.stat().st_mode)
    finally:
        assert stop(process) == 0
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_fifo_that_nobody_reads_holds_up_no_stop(tmp_path: Path) -> None:
    path = tmp_path / "port"
    os.mkfifo(path)
    process = serve("--port-file", path, stdout=subprocess.PIPE)
    assert "is ready" in process.stdout.readline()
    began = time.monotonic()
    assert stop(process) == 0 and time.monotonic() - began < 2
    process.stdout.close()


def test_descriptor_of_the_caller_is_written_and_closed() -> None:
    reading, writing = os.pipe()
    process = serve("--port-file", f"/dev/fd/{writing}", pass_fds=[writing])
    os.close(writing)
    with os.fdopen(reading) as port:
        assert is_serving(port.read())
    assert stop(process) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/stdout is such a link here")
@pytest.mark.parametrize("kind", ["file", "pipe"])
def test_standard_output_is_written_to_in_order(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "output"
    stdout = tmp_path / "stdout"
    stdout.symlink_to("/proc/self/fd/1")
    command = f'"$0" serve --port 0 --port-file "$1" {">" if kind == "file" else "| cat >"} "$2"'
    words = ["bash", "-c", f"exec 2>/dev/null; {command}", EXECUTABLE, stdout, path]
    process = subprocess.Popen(words, start_new_session=True)
    try:
        text = until(lambda: path.exists() and "export" in path.read_text() and path.read_text(), what="the message")
        port, message = text.split("\n", 1)
        assert is_serving(port) and message.startswith("Drydock") and stdout.is_symlink()
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=10)
