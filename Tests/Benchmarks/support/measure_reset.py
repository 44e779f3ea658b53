"""Whether `POST /_drydock/reset` takes as long with a hundred objects as with a million."""

import tempfile
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import exactly
from report import Report
from sizes import Sizes
from tools import say

FEW = 100
SAMPLES_WITH_FEW = 15
NOISE = 1.5


def run(report: Report, sizes: Sizes) -> None:
    """Fills, settles, resets, several times; the smaller world between the larger ones."""
    many = sizes.tokens[-1]
    milliseconds: dict[int, list[float]] = {FEW: [], many: []}
    with tempfile.TemporaryDirectory() as folder:
        body_file = Path(folder) / "body.json"
        body_file.write_text(TOKEN_BODY)
        with servers.drydock(Path(folder)) as server:
            anchor = Anchor(server)
            plan = ([FEW] * SAMPLES_WITH_FEW + [many]) * sizes.resets
            for objects in plan:
                if objects == many:
                    say(f"reset: filling {many:,}")
                application, _ = anchor.seed()
                exactly(server, f"/v1/applications/{application}/tokens", objects, str(body_file))
                server.settle()
                anchor.call("GET", "/_drydock/health")
                milliseconds[objects].append(anchor.reset())
                server.settle()
    medians = {f"{objects:,} objects": median(values) for objects, values in milliseconds.items()}
    report.grow("reset", "ms", medians)
    few, most = medians.values()
    report.bar(f"reset with {many:,} objects ÷ with {FEW}", most / few, NOISE, "single calls, noise included")
