"""Comments cite what the repository has: facts by file and section, what is ours by article."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from documentation import CATALOG, CONTRACT, readme
from repository import ROOT

# How citations are written: `anchor.md 2.2`, `anon.md 2.9, 3.1 and 7`, `anon.md 9, row 4a`, `anon.md 8, steps 1 and 2`.
NUMBERS = r"\d+(?:\.\d+)*[a-z]?(?:(?:, | and )\d+(?:\.\d+)*[a-z]?)*"
CITATION = re.compile(rf"\b(anchor|anon)\.md ({NUMBERS}(?:, (?:rows?|steps?) {NUMBERS})?)")
MARKDOWN_FILE = re.compile(r"\b[A-Za-z]+(?:-[A-Za-z]+)*\.md\b")
SUFFIXES = {".swift", ".py", ".yaml", ".yml", ".json", ".mjs", ".java", ".html", ".mustache", ".lua", ".toml", ""}


def sources() -> list[Path]:
    """What can cite: everything that is ours to write, but not the contract, which names the vendors' own files."""
    folders = [ROOT / "Sources", ROOT / "Tests", ROOT / "Fixtures"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file()]
    return [
        *(path for path in files if CONTRACT not in path.parents and "__pycache__" not in path.parts),
        *(path for path in CATALOG.glob("*.md")),
        ROOT / "README.md",
        ROOT / "Package.swift",
        ROOT / "docker-compose.yml",
    ]


def text_of(path: Path) -> str:
    """The text with comments that go over several lines in one."""
    text = path.read_text(errors="replace")
    return re.sub(r"\n[ \t]*(?:///?|#|\*)[ \t]*", " ", text)


def sections(contract: str) -> dict[str, str]:
    """The sections of a contract by number, each with the sections below it."""
    text = (CONTRACT / f"{contract}.md").read_text()
    headings = list(re.finditer(r"^(#{2,3}) (\d+(?:\.\d+)*)\.? .*$", text, re.MULTILINE))
    found = {}
    for index, heading in enumerate(headings):
        after = (other.start() for other in headings[index + 1 :] if len(other[1]) <= len(heading[1]))
        found[heading[2]] = text[heading.end() : next(after, len(text))]
    return found


def complaints(cited: str, known: dict[str, str]) -> Iterator[str]:
    """What is wrong with the part of a citation that follows the file's name."""
    places, kind, within = re.fullmatch(rf"({NUMBERS})(?:, (row|step)s? ({NUMBERS}))?", cited).groups()
    numbers = re.split(r", | and ", places)
    yield from (f"there is no section {number}" for number in numbers if number not in known)
    for number in re.split(r", | and ", within or "") if kind and numbers[-1] in known else ():
        pattern = rf"^\| {number} \|" if kind == "row" else rf"(?:^{number}\. |\({number}\) )"
        if not re.search(pattern, known[numbers[-1]], re.MULTILINE):
            yield f"section {numbers[-1]} has no {kind} {number}"


@pytest.mark.parametrize("contract", ["anchor", "anon"])
def test_every_citation_leads_to_a_section_that_is_there(contract: str) -> None:
    known = sections(contract)
    wrong, count = [], 0
    for path in sources():
        for name, cited in CITATION.findall(text_of(path)):
            if name == contract:
                count += 1
                wrong += [f"{path.relative_to(ROOT)}: {name}.md {cited}: {text}" for text in complaints(cited, known)]
    assert count > 100, "the sources cite the contract"
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("cited", "count"),
    [
        ("9, row 4a", 0),
        ("9, rows 6 and 7", 0),
        ("8, steps 1 and 2", 0),
        ("2.9, 3.1 and 7", 0),
        ("9, row 99", 1),
        ("8, step 9", 1),
        ("2.99", 1),
        ("98 and 99", 2),
    ],
)
def test_a_citation_that_leads_nowhere_is_told(cited: str, count: int) -> None:
    assert CITATION.fullmatch(f"anon.md {cited}")
    assert len(list(complaints(cited, sections("anon")))) == count


def test_sections_of_the_contracts_are_numbered_without_a_gap() -> None:
    for contract, last in (("anchor", 14), ("anon", 13)):
        main = [number for number in sections(contract) if "." not in number]
        assert main == [str(number) for number in range(last + 1)]


def test_every_markdown_file_that_is_named_is_in_the_repository() -> None:
    known = {path.name for folder in (CATALOG, CONTRACT) for path in folder.glob("*.md")} | {readme().name}
    # A file that a test makes is no citation.
    made = {"Tests/ScenariosTests/Library/ScenarioLibraryTests.swift"}
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources()
        if str(path.relative_to(ROOT)) not in made
        for name in MARKDOWN_FILE.findall(path.read_text(errors="replace"))
        if name not in known
    ]
    assert not wrong, "\n".join(wrong)


def test_the_contract_gives_shapes_only() -> None:
    # Keys and tokens in the vendors' forms; `…` and words in angle brackets are shapes.
    forms = (r"\bsk-[A-Za-z0-9]{16,}", r"\b(?:anon|ory)_[A-Za-z0-9+/]{24,}", r"\beyJ[\w-]{12,}", r"\bops_[\w-]{12,}")
    secret = re.compile("|".join((*forms, r"\b[0-9a-f]{64}\b")))
    for path in CONTRACT.glob("*.md"):
        assert secret.findall(path.read_text()) == [], path.name
