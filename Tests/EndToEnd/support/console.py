"""What the developer console of a page says."""

from playwright.sync_api import Page

BLOCKED = "has been blocked by CORS policy: "
NO_HEADER = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
AS_QUOTED = BLOCKED + NO_HEADER
AS_EXPLAINED = BLOCKED + "Response to preflight request doesn't pass access control check: " + NO_HEADER
NETWORK_FAILED = "Failed to load resource: net::ERR_FAILED"
UNAUTHORIZED = "Failed to load resource: the server responded with a status of 401 (Unauthorized)"


class Console:
    """The console of one tab; what was read is not read again."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lines: list[str] = []
        self._marks = 0
        page.on("console", lambda message: self._lines.append(message.text) if message.type == "error" else None)

    def errors(self) -> list[str]:
        """The errors since the last time, with nothing under way: a mark of our own has gone through the console."""
        self._marks += 1
        mark = f"mark {self._marks}"
        with self._page.expect_console_message(lambda message: message.text == mark):
            self._page.evaluate("mark => console.info(mark)", mark)
        lines, self._lines = self._lines, []
        return lines
