"""The results as they go into the documentation: with the date, the command and the machine."""

import os
import platform
import re
import time
from pathlib import Path

from report import Report

BEGIN, END = "<!-- results:begin -->", "<!-- results:end -->"


def publish(report: Report, command: str, file: Path) -> None:
    """Writes the results between the marks of a file; without marks, the file becomes the results."""
    text = file.read_text() if file.exists() else ""
    results = f"{BEGIN}\n{_section(report, command)}\n{END}"
    marked = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    file.write_text(marked.sub(lambda _: results, text) if marked.search(text) else results + "\n")


def machine() -> str:
    """The machine in words: cores, system and architecture."""
    cores = len(os.sched_getaffinity(0))
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{cores} core{'s' if cores > 1 else ''}, {system}, {platform.machine()}"


def _section(report: Report, command: str) -> str:
    date = time.strftime("%Y-%m-%d", time.gmtime())
    parts = [
        f"Measured on {date} with `{command}`, all in one run. The machine: {machine()}.",
        report.summary(),
        "Beside other servers, as multiples of the bare SwiftNIO server's figure, the figure itself in brackets:",
        report.comparison(),
        "\n".join(f"- {note}" for note in report.notes),
    ]
    return "\n\n".join(part for part in parts if part)
