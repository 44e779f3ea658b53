"""The one table, and the bars."""

from dataclasses import dataclass, field
from statistics import median

from servers import NIO


def paired_ratio(figures: list[float], base: list[float]) -> float:
    """The median ratio of figures that were measured one after the other: what else the machine does cancels out."""
    return median(figure / other for figure, other in zip(figures, base, strict=True))


@dataclass(frozen=True)
class Bar:
    """A figure that must not be above a limit, or not below it."""

    name: str
    figure: float
    limit: float
    note: str = ""
    is_floor: bool = False

    @property
    def passes(self) -> bool:
        """Whether the bar holds."""
        return self.figure >= self.limit if self.is_floor else self.figure <= self.limit


@dataclass
class Report:
    """Collects rows and bars; prints them as Markdown."""

    names: list[str]
    rows: list[list[str]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def compare(self, measure: str, unit: str, figures: dict[str, float]) -> None:
        """A row that sets every server beside the bare SwiftNIO server of the same run."""
        base = figures[NIO]
        self.rows.append([measure, *(self._cell(figures.get(name), base, unit) for name in self.names)])

    def grow(self, measure: str, unit: str, figures: dict[str, float]) -> None:
        """A row per size: Drydock beside itself at the first size."""
        base = next(iter(figures.values()))
        for size, figure in figures.items():
            self.state(f"{measure}, {size}", self._cell(figure, base, unit, "own ×"))

    def state(self, measure: str, text: str) -> None:
        """A row with a figure of Drydock's that has nothing to be compared with."""
        self.rows.append([measure, text, *["–"] * (len(self.names) - 1)])

    def bar(self, name: str, figure: float, limit: float, note: str = "") -> None:
        """A bar: passed where the figure is at most the limit."""
        self.bars.append(Bar(name, figure, limit, note))

    def floor(self, name: str, figure: float, limit: float, note: str = "") -> None:
        """A bar the other way round: passed where the figure is at least the limit."""
        self.bars.append(Bar(name, figure, limit, note, is_floor=True))

    def markdown(self) -> str:
        """Everything that was collected."""
        lines = ["| measure | " + " | ".join(self.names) + " |", "|---" * (len(self.names) + 1) + "|"]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        lines += ["", "| bar | limit | figure | |", "|---|---|---|---|"]
        for bar in self.bars:
            verdict = "PASS" if bar.passes else "**FAIL**"
            note = f" ({bar.note})" if bar.note else ""
            sign = "≥" if bar.is_floor else "≤"
            lines.append(f"| {bar.name}{note} | {sign} {bar.limit:.2f} | {bar.figure:.2f} | {verdict} |")
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes)])

    @staticmethod
    def _cell(figure: float | None, base: float, unit: str, prefix: str = "×") -> str:
        if figure is None:
            return "–"
        text = f"{figure:,.0f}" if figure >= 1000 else f"{figure:.3g}"
        return f"{prefix}{figure / base:.2f} ({text} {unit})"
