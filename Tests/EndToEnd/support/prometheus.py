"""A real Prometheus that scrapes one server, run as a child process."""

import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import httpx
import yaml

from documentation import article
from poll import until
from repository import PREPARED

PROGRAMS = PREPARED / "prometheus" / "usr" / "bin"
DEADLINE_SECONDS = 30.0


class Prometheus:
    """Scrapes `target` four times a second until it is closed."""

    def __init__(self, directory: Path, target: str) -> None:
        configuration = _documented_configuration()
        configuration["global"] = {"scrape_interval": "250ms", "scrape_timeout": "250ms"}
        (job,) = configuration["scrape_configs"]
        job["static_configs"] = [{"targets": [target]}]
        # JSON is YAML.
        (directory / "prometheus.yml").write_text(json.dumps(configuration))
        self.base_url = f"http://127.0.0.1:{free_port()}"
        self._log = (directory / "prometheus.log").open("wb")
        self._process = subprocess.Popen(
            [
                PROGRAMS / "prometheus",
                f"--config.file={directory / 'prometheus.yml'}",
                f"--storage.tsdb.path={directory / 'data'}",
                f"--web.listen-address={self.base_url.removeprefix('http://')}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def close(self) -> None:
        """Ends the process."""
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()

    def query(self, expression: str) -> list[dict[str, Any]]:
        """What the expression is now; empty while Prometheus itself is not ready."""
        try:
            response = httpx.get(f"{self.base_url}/api/v1/query", params={"query": expression})
        except httpx.TransportError:
            return []
        return response.json()["data"]["result"] if response.is_success else []

    def wait_for(self, expression: str, value: str) -> dict[str, str]:
        """Asks until the expression has this value; returns its labels."""

        def ask() -> list[dict[str, Any]]:
            assert self._process.poll() is None, "Prometheus has left"
            return self.query(expression)

        def accept(seen: list[dict[str, Any]]) -> bool:
            return [sample["value"][1] for sample in seen] == [value]

        [sample] = until(ask, accept, what=f"{expression} = {value}", seconds=DEADLINE_SECONDS)
        return sample["metric"]


def check_metrics(text: str) -> subprocess.CompletedProcess[str]:
    """What Prometheus' own linter says about an exposition."""
    return subprocess.run([PROGRAMS / "promtool", "check", "metrics"], input=text, capture_output=True, text=True)


def _documented_configuration() -> dict[str, Any]:
    """What the documentation tells people to write."""
    return yaml.safe_load(article("Events").block("yaml", having="scrape_configs:"))


def free_port() -> int:
    """A port that nobody listens on at the moment, for programs that cannot choose one themselves."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
