"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
END_TO_END = ROOT / "Tests" / "EndToEnd"
PREPARED = ROOT / ".e2e"
OLDER_ENVIRONMENT = PREPARED / "venv-0.11.3"
VENDOR_SUITE = PREPARED / "vendor-suite"
DESCRIPTIONS = ROOT / "Fixtures" / "openapi"
