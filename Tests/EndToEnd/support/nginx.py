"""Several servers behind the nginx of the example, as a user sets them up on one machine."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

from poll import until
from repository import PREPARED, ROOT
from server import DrydockServer

EXAMPLE = ROOT / "Fixtures" / "examples" / "shard"
UNPACKED = PREPARED / "nginx"
MODULES = "/usr/lib/nginx/modules"
ADDRESSES = re.compile(r"127\.0\.0\.1:401[1-9]\b")
LISTEN = re.compile(r"(?<=listen )127\.0\.0\.1:\d+")


class Nginx:
    """nginx with one of the example's files, before servers whose ports are put in place of the example's."""

    def __init__(self, directory: Path, configuration: str, servers: list[DrydockServer], key: str = "$world") -> None:
        """`key` is what is hashed."""
        shutil.copytree(EXAMPLE, directory)
        # nginx takes over a socket that listens already, so the port is certain to be free.
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        text = (directory / configuration).read_text().replace(MODULES, str(UNPACKED) + MODULES)
        text = text.replace("hash $world", f"hash {key}")
        places = ADDRESSES.findall(text)
        assert len(places) == len(set(places)) >= len(servers), "an instance has one line of the example"
        for place in places[len(servers) :]:
            text = text.replace(f"        server {place} max_fails=0;\n", "")
        for place, server in zip(places, servers, strict=False):
            text = text.replace(place, f"127.0.0.1:{server.port}")
        (directory / configuration).write_text(LISTEN.sub(f"127.0.0.1:{self.port}", text))
        self._log = (directory / "log").open("w+")
        self.process = subprocess.Popen(
            [UNPACKED / "usr" / "sbin" / "nginx", "-e", "stderr", "-p", directory, "-c", configuration],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NGINX": f"{self._listener.fileno()};"},
            pass_fds=[self._listener.fileno()],
        )
        self._listener.close()
        until(lambda: self._runs() and (directory / f"{Path(configuration).stem}.pid").exists(), what="nginx")

    @property
    def base_url(self) -> str:
        """The one address of all servers."""
        return f"http://127.0.0.1:{self.port}"

    def output(self) -> str:
        """What it complained about."""
        self._log.seek(0)
        return self._log.read()

    def close(self) -> None:
        """Ends it."""
        self.process.terminate()
        self.process.wait(timeout=20)
        self._log.close()

    def _runs(self) -> bool:
        assert self.process.poll() is None, f"nginx has left:\n{self.output()}"
        return True
