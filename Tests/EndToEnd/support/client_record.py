"""Which clients were run against which operation, from the journals that tests leave: `Fixtures/contract/clients.json`.

As a program it holds that file against what a whole run of the tests has seen, and prints the file as it should be; it fails
where the file claims a client that was not run:
`python support/client_record.py FOLDER`, where FOLDER is what `DRYDOCK_TEST_CLIENTS` named during the run.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[3] / "Fixtures" / "contract" / "clients.json"

# What clients call themselves. Our own requests, of httpx, urllib and `drydock check`, are no integrator's.
_NAMES = [
    (re.compile(r"^(?:Async)?Anchorbrowser/(?:Async)?Python (\S+)"), r"anchorbrowser \1"),
    (re.compile(r"^Playwright/"), "Playwright"),
    (re.compile(r"(?:Headless)?Chrome/"), "Chromium"),
    (re.compile(r"^curl/"), "curl"),
    (re.compile(r"^Java-http-client/"), "Java"),
    (re.compile(r"^(?:node|undici)$"), "Node"),
]


def name_of(user_agent: str) -> str | None:
    """The client that calls itself so; None for one of our own."""
    for pattern, name in _NAMES:
        if found := pattern.search(user_agent):
            return found.expand(name)
    return None


def keep(entries: list[dict[str, Any]]) -> None:
    """Adds what a journal tells of clients to this process's file in `DRYDOCK_TEST_CLIENTS`, if that is set."""
    folder = os.environ.get("DRYDOCK_TEST_CLIENTS")
    if not folder:
        return
    file = Path(folder) / f"{os.getpid()}.json"
    seen = _read(file)
    for entry in entries:
        headers = {name.lower(): value for name, value in entry["request"]["headers"].items()}
        client = name_of(headers.get("user-agent", ""))
        # What a client was refused shows little of whether it can do with the operation.
        if client and entry["operation"] and entry["response"]["status"] < 400 and entry["rule"] is None:
            seen.setdefault(entry["operation"], set()).add(client)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_text(seen))


def seen_in(folder: Path) -> str:
    """What all processes of a run have seen, as the text of the file."""
    seen: dict[str, set[str]] = {}
    for file in sorted(folder.glob("*.json")):
        for operation, clients in _read(file).items():
            if not operation.startswith("drydock."):
                seen.setdefault(operation, set()).update(clients)
    return _text(seen)


def _read(file: Path) -> dict[str, set[str]]:
    return {name: set(clients) for name, clients in json.loads(file.read_text()).items()} if file.exists() else {}


def _text(seen: dict[str, set[str]]) -> str:
    rows = [f"  {json.dumps(name)}: {json.dumps(sorted(clients))}" for name, clients in sorted(seen.items())]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> int:
    """Compares; prints the whole text where it differs."""
    text = seen_in(Path(sys.argv[1]))
    if FILE.read_text() == text:
        return 0
    print(text, end="")
    before, now = _read(FILE), {name: set(clients) for name, clients in json.loads(text).items()}
    is_untrue = False
    for name in sorted({*before, *now}):
        lost, won = before.get(name, set()) - now.get(name, set()), now.get(name, set()) - before.get(name, set())
        if lost or won:
            print(f"{name}: lost {sorted(lost)}, won {sorted(won)}", file=sys.stderr)
        is_untrue = is_untrue or bool(lost)
    print(f"{FILE.name} should have the text above", file=sys.stderr)
    # A client that is not told of is a pity; one that was not run is a lie.
    return int(is_untrue)


if __name__ == "__main__":
    sys.exit(main())
