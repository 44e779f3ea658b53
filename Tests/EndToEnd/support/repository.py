"""Where things lie in the checkout."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
END_TO_END = ROOT / "Tests" / "EndToEnd"
PREPARED = ROOT / ".e2e"
OLDER_ENVIRONMENT = PREPARED / "venv-0.11.3"
PYPPETEER_ENVIRONMENT = PREPARED / "venv-pyppeteer"
VENDOR_SUITE = PREPARED / "vendor-suite"
DESCRIPTIONS = ROOT / "Fixtures" / "openapi"


def read_yaml(path: Path) -> Any:
    """What a YAML file says. The reader in C, where the system has it, takes a tenth of the other's time, and every worker
    reads the descriptions."""
    return yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
