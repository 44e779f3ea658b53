"""Deque's axe-core looks at a page: whether everybody can read and use it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()


def expect_no_violation(page: Page, what: str) -> None:
    """axe-core finds nothing on the page as it is shown now."""
    found = _axe.run(page)
    violations = [
        f"{violation['id']}: {violation['help']}: " + "; ".join(node["html"][:200] for node in violation["nodes"][:3])
        for violation in found.response["violations"]
    ]
    assert not violations, f"{what}:\n" + "\n".join(violations)
    assert found.response["passes"], f"{what}: axe-core looked at nothing"
