"""What only those who work on Drydock run: the list of functions for the linker, ThreadSanitizer."""

import re
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from documentation import article
from repository import ROOT
from server import EXECUTABLE

LIST = ROOT / "Sources" / "drydock" / "functions.order"
JOURNAL = ROOT / "Sources" / "KernelHTTP" / "Journal" / "Journal.swift"
LOCKED = next(number for number, line in enumerate(JOURNAL.read_text().splitlines(), 1) if "withLock" in line)
WITHIN = f"    #0 $s10KernelHTTPU_ {JOURNAL} (test+0xfd1)\n    #1 $s10KernelHTTP {JOURNAL}:{LOCKED}:26 (test+0xfd2)\n"
OUTSIDE = f"    #0 $s10KernelHTTP7JournalC {JOURNAL}:1:9 (test+0xfd1)\n    #1 main <null> (test+0xfd2)\n"
VISITOR = "    #0 $s6Anchor0A5StateV11visitTables <null> (test+0xfd1)\n    #1 $s6Kernel7UndoLogV <null> (test+0xfd2)\n"
SOLE_OWNER = (
    "    #0 $s7NIOCore10ByteBufferV5clear <null> (test+0xfd1)\n"
    "    #1 $s7NIOCore10ByteBufferV21modifyIfUniquelyOwnedyxSgxA <null> (test+0xfd2)\n"
)


def _script(path: str) -> ModuleType:
    loader = SourceFileLoader(Path(path).name.replace("-", "_"), str(ROOT / path))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def test_the_linker_puts_side_by_side_what_the_list_has() -> None:
    assert article("Benchmarks").block("sh", having="order-functions").split()[0] == "Tests/Benchmarks/order-functions"
    assert (ROOT / "Tests" / "Benchmarks" / "order-functions").stat().st_mode & 0o111
    sections = [line for line in LIST.read_text().splitlines() if not line.startswith("#") and "*" not in line]
    assert len(sections) == len(set(sections)) > 1000
    if "/release/" not in str(Path(EXECUTABLE).resolve()):
        pytest.skip("only an optimised build is linked by the list")
    listing = subprocess.run(["nm", "--defined-only", EXECUTABLE], capture_output=True, text=True, check=True).stdout
    addresses = dict(
        (name, int(address, 16)) for address, name in re.findall(r"^([0-9a-f]+) [tT] (\S+)$", listing, re.MULTILINE)
    )
    found = sorted(addresses[name] for section in sections if (name := section.removeprefix(".text.")) in addresses)
    assert len(found) > 0.8 * len(sections), "the list is old: run Tests/Benchmarks/order-functions"
    # All code has some forty megabytes. A few names are of several functions, of which some lie elsewhere.
    assert found[len(found) * 95 // 100] - found[len(found) * 5 // 100] < 2 << 20


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (WITHIN, WITHIN, "both accesses within withLock"),
        (VISITOR, VISITOR, "visitors of tables, which have no bytes"),
        (SOLE_OWNER, OUTSIDE, "a buffer that SwiftNIO has to itself"),
        (WITHIN, OUTSIDE, None),
        (VISITOR, WITHIN, None),
        (OUTSIDE, OUTSIDE, None),
    ],
)
def test_a_report_of_the_thread_sanitizer_is_a_race_unless_a_reason_is_known(
    first: str, second: str, reason: str | None
) -> None:
    assert article("Contributing").block("sh", having="thread-sanitizer").strip() == "Tests/thread-sanitizer"
    script = _script("Tests/thread-sanitizer")
    races = (
        f"WARNING: ThreadSanitizer: data race (pid=7)\n  Write of size 8 at 0x7b04 by thread T1:\n{first}\n"
        f"  Previous read of size 8 at 0x7b04 by thread T2 (mutexes: write M1):\n{second}\n"
        "  Location is heap block of size 48\n\nSUMMARY: ThreadSanitizer: data race\n",
        "WARNING: ThreadSanitizer: Swift access race (pid=7)\n"
        f"  Modifying access of Swift variable at 0x7b04 by thread T1:\n{first}\n"
        f"  Previous access of Swift variable at 0x7b04 by main thread:\n{second}\n",
    )
    reports = script.reports("something else\n" + "".join(races))
    assert [script.explanation(report) for report in reports] == [reason, reason]
    assert script.COMMAND[:4] == ["swift", "test", "--sanitize", "thread"]
    # In a folder of its own, which is not for the repository.
    assert script.COMMAND[script.COMMAND.index("--scratch-path") + 1].startswith(".build")
    for target in script.SUITES.split("|"):
        assert (ROOT / "Tests" / target).is_dir()
