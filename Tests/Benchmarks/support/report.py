"""What a run found: every figure in one table, and the results in a user's words with their bars."""

from dataclasses import dataclass, field
from statistics import median

from servers import NIO


def paired_ratio(figures: list[float], base: list[float]) -> float:
    """The median ratio of figures that were measured one after the other: what else the machine does cancels out."""
    return median(figure / other for figure, other in zip(figures, base, strict=True))


def amount(figure: float, unit: str) -> str:
    """A figure with its unit, in three digits or in whole numbers."""
    text = f"{figure:,.0f}" if figure >= 1000 else f"{figure:.3g}"
    return f"{text} {unit}"


@dataclass(frozen=True)
class Result:
    """What somebody would ask, and the answer: a ratio to something, or a plain figure; most have a bar."""

    question: str
    measured: str
    figure: float
    against: str = ""
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def passes(self) -> bool:
        """Whether the bar holds; without one there is nothing to miss."""
        above = self.at_most is not None and self.figure > self.at_most
        below = self.at_least is not None and self.figure < self.at_least
        return not above and not below

    @property
    def row(self) -> str:
        """The row of the table of results."""
        compared = f"{self.figure:.2f} × {self.against}" if self.against else ""
        limits = [
            f"{sign} {limit:.4g}{self.unit and ' ' + self.unit}"
            for sign, limit in (("≤", self.at_most), ("≥", self.at_least))
            if limit is not None
        ]
        verdict = f"{limits[0]}, {'held' if self.passes else '**missed**'}" if limits else ""
        return f"| {self.question} | {self.measured} | {compared} | {verdict} |"


@dataclass
class Report:
    """Collects rows, results and notes; prints them as Markdown."""

    names: list[str]
    rows: list[list[str]] = field(default_factory=list)
    comparisons: list[list[str]] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def compare(self, measure: str, unit: str, figures: dict[str, float]) -> None:
        """A row that sets every server beside the bare SwiftNIO server of the same run."""
        base = figures[NIO]
        row = [measure, *(self._cell(figures.get(name), base, unit) for name in self.names)]
        self.rows.append(row)
        self.comparisons.append(row)

    def grow(self, measure: str, unit: str, figures: dict[str, float]) -> None:
        """A row per size: Drydock beside itself at the first size."""
        base = next(iter(figures.values()))
        for size, figure in figures.items():
            self.state(f"{measure}, {size}", self._cell(figure, base, unit, "own ×"))

    def state(self, measure: str, text: str) -> None:
        """A row with a figure of Drydock's that has nothing to be compared with."""
        self.rows.append([measure, text, *["–"] * (len(self.names) - 1)])

    def ratio(
        self, question: str, measured: str, ratio: float, against: str,
        at_most: float | None = None, at_least: float | None = None,
    ) -> None:  # fmt: skip
        """A result that is a ratio; with a limit it is a bar."""
        self.results.append(Result(question, measured, ratio, against, at_most=at_most, at_least=at_least))

    def plain(self, question: str, figure: float, unit: str, at_most: float | None = None) -> None:
        """A result that stands for itself."""
        self.results.append(Result(question, amount(figure, unit), figure, unit=unit, at_most=at_most))

    def everything(self) -> str:
        """All rows, the results and the notes."""
        return "\n".join([self._table(self.rows), "", self.summary(), "", *(f"- {note}" for note in self.notes)])

    def summary(self) -> str:
        """The table of results."""
        head = ["| what | Drydock | compared | bar |", "|---|---|---|---|"]
        return "\n".join([*head, *(result.row for result in self.results)])

    def comparison(self) -> str:
        """The table of the rows that set Drydock beside other servers."""
        return self._table(self.comparisons)

    def _table(self, rows: list[list[str]]) -> str:
        lines = ["| measure | " + " | ".join(self.names) + " |", "|---" * (len(self.names) + 1) + "|"]
        return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])

    @staticmethod
    def _cell(figure: float | None, base: float, unit: str, prefix: str = "×") -> str:
        return "–" if figure is None else f"{prefix}{figure / base:.2f} ({amount(figure, unit)})"
