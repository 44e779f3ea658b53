"""How much a run does: a full one takes about ten minutes, a quick one about one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """The numbers of rounds, seconds, requests, tokens and worlds of a run."""

    rounds: int = 3
    seconds: int = 3
    cpu_bursts: int = 21
    cpu_requests: int = 5_000
    starts: int = 10
    requests: int = 1_000_000
    tokens: tuple[int, ...] = (100, 10_000, 950_000)
    worlds: tuple[int, ...] = (1, 100, 10_000)
    bursts: int = 21
    burst_requests: int = 2_000
    resets: int = 3
    peers: bool = False

    @staticmethod
    def quick(peers: bool = False) -> "Sizes":
        """Enough to see that everything works; the figures mean little."""
        return Sizes(
            rounds=1, seconds=1, cpu_bursts=3, cpu_requests=2_000, starts=3, requests=60_000, tokens=(100, 5_000),
            worlds=(1, 200), bursts=3, burst_requests=2_000, resets=1, peers=peers,
        )  # fmt: skip
