"""What the benchmarks need on the machine: load generators, nginx, and release builds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LUA = Path(__file__).resolve().parents[1] / "lua"
PROGRAMS = ROOT / ".build" / "release"
PRODUCTS = ["drydock", "BenchmarkBareNIO"]
PACKAGES = {"wrk": "wrk", "h2load": "nghttp2-client", "nginx": "nginx"}
PEERS = ROOT / ".e2e" / "peers"


def say(text: str) -> None:
    """Progress goes to standard error, so that standard output is the report alone."""
    print(text, file=sys.stderr, flush=True)


def install_missing(peers: bool, profiler: bool = False) -> None:
    """Installs the Debian packages whose commands are not there; emulators and a profiler where they are asked for."""
    if peers and not (PEERS / "bin" / "pact").exists():
        say("installing Pact's stub server and WireMock")
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        packages = ["pact-python-cli", "wiremock"]
        subprocess.run([str(PEERS / "bin" / "pip"), "install", "--quiet", "--no-deps", *packages], check=True)
    wanted = PACKAGES | ({"java": "default-jre-headless"} if peers else {})
    if profiler:
        wanted = wanted | {"valgrind": "valgrind"}
    missing = [package for command, package in wanted.items() if not shutil.which(command)]
    if not missing:
        return
    say(f"installing {' '.join(missing)}")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=True, **quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    subprocess.run([*prefix, *install, *missing], check=True, **quiet)


def build() -> None:
    """Builds what is measured as `swift run -c release` does, in the same folder.

    `Tests/run` builds there too, and testable, which is slower; so its variable must not reach this build.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DRYDOCK_TESTABLE"}
    for product in PRODUCTS:
        say(f"building {product}")
        command = ["swift", "build", "-c", "release", "--product", product]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)


def read_anew(program: str) -> None:
    """Has the kernel forget what it has of a file, as after a boot.

    What was just linked lies in its cache in large pieces, and each touch maps a whole one: 44 MiB of an idle server
    instead of 31, for as long as it stays there.
    """
    with Path(program).open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def peer_program(name: str) -> str:
    """The path of another emulator's command."""
    return str(PEERS / "bin" / name)


def wiremock_archive() -> str:
    """WireMock's server, which its Python package brings along."""
    return str(next(PEERS.glob("lib/*/site-packages/wiremock/server/*.jar")))


def peer_versions() -> str:
    """Which versions of the other emulators are measured."""
    pact = next(PEERS.glob("lib/*/site-packages/pact_python_cli-*.dist-info")).stem.partition("-")[2].rpartition("!")[2]
    return f"Pact's stub server is that of pact-python-cli {pact}; WireMock is {Path(wiremock_archive()).stem}."


def executable(product: str) -> str:
    """The path of a built product."""
    path = PROGRAMS / product
    if not path.is_file():
        raise SystemExit(f"Tests/Benchmarks/run: {path} is missing; run without --skip-build")
    return str(path)
