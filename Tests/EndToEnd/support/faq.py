"""The FAQ as the executable has it, and which of its entries the tests show."""

import re
import subprocess
from pathlib import Path

from repository import END_TO_END
from server import EXECUTABLE

MARK = re.compile(r"pytest\.mark\.faq\(\s*\"([^\"]+)\"\s*\)")


def printed_ids() -> dict[str, list[str]]:
    """The ids that `drydock faq` lists, by vendor."""
    run = subprocess.run([EXECUTABLE, "faq"], capture_output=True, text=True, timeout=20, check=True)
    ids: dict[str, list[str]] = {}
    for line in run.stdout.splitlines():
        if re.fullmatch(r"\w+", line):
            ids[line] = []
        elif line.strip():
            ids[list(ids)[-1]].append(line.split()[0])
    return ids


def shown_ids() -> dict[str, list[Path]]:
    """The ids that tests are marked with, and the files of those tests."""
    shown: dict[str, list[Path]] = {}
    for file in sorted(END_TO_END.rglob("test_*.py")):
        for identifier in MARK.findall(file.read_text()):
            shown.setdefault(identifier, []).append(file)
    return shown
