"""Calls of both vendors from many threads, and what was acknowledged, to be looked for after a crash."""

import itertools
import threading

import httpx

from plain_http import plain_client


class Load:
    """What was acknowledged over all runs. `run` ends by itself when the server is gone."""

    def __init__(self, worlds: int) -> None:
        self._worlds = [f"load-{number}" for number in range(worlds)]
        self._lock = threading.Lock()
        self._enough = threading.Event()
        self._wanted = 0
        self._names = itertools.count()
        self.acknowledged = 0
        self._made: list[tuple[str, str, str]] = []
        self._removed: set[str] = set()
        self._removing: set[str] = set()

    def when_acknowledged(self, count: int) -> threading.Event:
        """Is set when so many more answers have come."""
        with self._lock:
            self._enough = threading.Event()
            self._wanted = self.acknowledged + count
            return self._enough

    def run(self, base_url: str, name: str) -> None:
        """Makes and removes objects until the server is gone."""
        with plain_client(base_url, timeout=30) as client:
            try:
                for number in itertools.count():
                    world = self._worlds[number % len(self._worlds)]
                    anchor = {"anchor-api-key": f"sk-test@{world}"}
                    anon = {"Authorization": f"Bearer anon_test@{world}"}
                    source = f"https://site-{name}-{number}.example.com"
                    application = self._post(client, "/v1/applications", anchor, source=source)
                    self._note(world, f"/v1/applications/{application}", application)
                    session = self._post(client, "/v1/sessions", anchor)
                    self._note(world, f"/v1/sessions/{session}", session)
                    pool = self._post(client, "/org/userPool", anon, name="Users", description="Ours")
                    self._note(world, f"/org/userPool/{pool}", pool)
                    if number % 4 == 3:
                        self._remove(client, world, application, anchor)
            except httpx.TransportError:
                return

    def verify(self, base_url: str) -> None:
        """Every object whose making was acknowledged is there, every one whose removal was is not."""
        with plain_client(base_url, timeout=30) as client:
            for world, path, identifier in self._made:
                headers = {"anchor-api-key": f"sk-test@{world}"}
                if path.startswith("/org"):
                    headers = {"Authorization": f"Bearer anon_test@{world}"}
                status = client.get(path, headers=headers).status_code
                if identifier in self._removed:
                    assert status in (400, 404), f"{path} in {world} is back: {status}"
                elif identifier not in self._removing:
                    assert status == 200, f"{path} in {world} was acknowledged and is gone: {status}"

    def check_ids(self) -> None:
        """No id was given out twice, in all runs together."""
        identifiers = [identifier for _, _, identifier in self._made]
        assert len(identifiers) == len(set(identifiers))

    def _post(self, client: httpx.Client, path: str, headers: dict[str, str], **body: str) -> str:
        response = client.post(path, headers=headers, json=body)
        assert response.is_success, f"{path}: {response.status_code} {response.text}"
        answer = response.json()
        return answer.get("data", answer)["id"]

    def _remove(self, client: httpx.Client, world: str, application: str, headers: dict[str, str]) -> None:
        # Until the answer is there, the server may or may not have done it.
        self._removing.add(application)
        response = client.delete(f"/v1/applications/{application}", headers=headers)
        assert response.is_success, response.text
        self._removed.add(application)
        self._count()

    def _note(self, world: str, path: str, identifier: str) -> None:
        self._made.append((world, path, identifier))
        self._count()

    def _count(self) -> None:
        with self._lock:
            self.acknowledged += 1
            if self.acknowledged >= self._wanted:
                self._enough.set()
