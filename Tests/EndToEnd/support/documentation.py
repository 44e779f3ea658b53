"""README and articles as tests read them: blocks of code, links, tables. The one place that knows where they are."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from repository import ROOT

CATALOG = ROOT / "Sources" / "drydock" / "Documentation.docc"
CONTRACT = ROOT / "Fixtures" / "contract"

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$", re.MULTILINE)
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A block of code."""

    language: str
    code: str


class Document:
    """A Markdown file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.text = path.read_text()

    def blocks(self, language: str | None = None, *, having: str = "") -> list[str]:
        """The code of the blocks in a language that have a text in them."""
        return [
            block.code for block in self.all_blocks() if language in (None, block.language) and having in block.code
        ]

    def block(self, language: str, *, having: str = "") -> str:
        """The code of the only such block."""
        [code] = self.blocks(language, having=having)
        return code

    def all_blocks(self) -> list[Block]:
        """All blocks, in order."""
        return [Block(language, code) for language, code in FENCE.findall(self.text)]

    def prose(self) -> str:
        """The text without blocks of code."""
        return FENCE.sub("", self.text)

    def links(self) -> list[str]:
        """Where its links and images lead to."""
        return LINK.findall(re.sub(r"`[^`\n]*`", "`…`", self.prose()))

    def anchors(self) -> set[str]:
        """What a link can name behind `#`: its headings, as repository browsers spell them."""
        spelt = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in HEADING.findall(self.prose())]
        return {anchor if (n := spelt[:i].count(anchor)) == 0 else f"{anchor}-{n}" for i, anchor in enumerate(spelt)}

    def part(self, name: str) -> str:
        """What is between two markers, as of a generated table."""
        return self.text.split(f"<!-- {name}:begin -->\n")[1].split(f"\n<!-- {name}:end -->")[0]

    def rows(self, name: str) -> list[list[str]]:
        """The cells of the table between two markers, without its head."""
        lines = [line for line in self.part(name).splitlines() if line.startswith("|")]
        return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]

    def target(self, link: str) -> tuple[Path, str]:
        """The file and the anchor that a relative link leads to."""
        path, _, anchor = unquote(link).partition("#")
        return (self.path.parent / path).resolve() if path else self.path, anchor


def readme() -> Document:
    """The first thing that a stranger reads."""
    return Document(ROOT / "README.md")


def article(name: str) -> Document:
    """An article, as `Worlds`."""
    return Document(CATALOG / f"{name}.md")


def articles() -> list[Document]:
    """All articles, by name."""
    return [Document(path) for path in sorted(CATALOG.glob("*.md"))]


def documents() -> list[Document]:
    """README and articles."""
    return [readme(), *articles()]
