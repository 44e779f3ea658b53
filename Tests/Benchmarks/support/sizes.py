"""How much a run does: a full one takes about twelve minutes, a quick one about one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """The numbers of rounds, seconds, requests, tokens, worlds and sessions of a run.

    A world holds a million objects; 950,000 tokens leave room for those of the measurement itself.
    """

    rounds: int = 3
    seconds: int = 3
    cpu_bursts: int = 15
    cpu_requests: int = 5_000
    starts: int = 10
    requests: int = 1_000_000
    tokens: tuple[int, ...] = (100, 10_000, 950_000)
    worlds: tuple[int, ...] = (1, 100, 10_000)
    bursts: int = 15
    burst_requests: int = 2_000
    resets: int = 3
    sessions: int = 100_000
    imported_sessions: int = 63_000  # Exported, they are 50 MB.
    reads_rounds: int = 7
    reads_seconds: int = 3
    uploads: int = 400
    peers: bool = False
    before: str | None = None

    @staticmethod
    def quick() -> "Sizes":
        """Enough to see that everything works; the figures mean little."""
        return Sizes(
            rounds=1, seconds=1, cpu_bursts=3, cpu_requests=2_000, starts=3, requests=60_000, tokens=(100, 5_000),
            worlds=(1, 200), bursts=3, burst_requests=2_000, resets=1, sessions=2_000,
            imported_sessions=1_000, reads_rounds=1, reads_seconds=1, uploads=60,
        )  # fmt: skip
