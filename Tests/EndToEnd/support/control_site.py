"""A customer's site whose pages tell what was done to them: keys, clicks, drags, scrolling, files."""

import http.server
import threading

DOWNLOAD = b"id;name\r\n1;\xc3\x84da\r\n" * 1000

PAGE = """<!doctype html><title>Controls</title>
<style>
  body { margin: 0; background: #0a8c3c; height: 4000px; font: 20px sans-serif; }
  body > * { position: absolute; }
</style>
<input id="name" style="left: 20px; top: 20px; width: 300px; height: 30px">
<button class="b" style="left: 20px; top: 80px; width: 100px; height: 40px">One</button>
<button class="b" style="left: 140px; top: 80px; width: 100px; height: 40px">Two</button>
<button class="b" id="deep" style="left: 20px; top: 3000px; width: 100px; height: 40px">Deep</button>
<div id="mouse" style="left: 20px; top: 150px; width: 400px; height: 100px; background: #ccc"></div>
<div id="from" draggable="true" style="left: 20px; top: 300px; width: 60px; height: 60px; background: #fff">drag</div>
<div id="into" style="left: 300px; top: 280px; width: 200px; height: 100px; background: #eee">here</div>
<p id="text" style="left: 20px; top: 400px">Select me</p>
<input id="file" type="file" style="left: 20px; top: 480px">
<a id="download" href="/download" style="left: 20px; top: 540px">download</a>
<script>
  const log = [];
  const by = (id) => document.getElementById(id);
  for (const button of document.querySelectorAll(".b"))
    for (const name of ["click", "dblclick", "contextmenu"])
      button.addEventListener(name, (event) => log.push(`${name} ${button.textContent} ${event.isTrusted}`));
  for (const name of ["keydown", "keyup", "paste", "input", "change", "focus", "blur", "select"])
    by("name").addEventListener(name, (event) => log.push(`${name} ${event.key ?? ""}`.trim()));
  for (const name of ["mousedown", "mousemove", "mouseup"])
    by("mouse").addEventListener(name, (event) => log.push(`${name} ${event.offsetX},${event.offsetY} ${event.buttons}`));
  by("from").addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", "carried"));
  by("into").addEventListener("dragover", (event) => event.preventDefault());
  by("into").addEventListener("drop", (event) => log.push(`drop ${event.dataTransfer.getData("text/plain")}`));
  by("file").addEventListener("change", async () => {
    for (const file of by("file").files) log.push(`file ${file.name} ${await file.text()}`);
  });
</script>
"""


class ControlSite:
    """The site; close it after use."""

    def __init__(self) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """Any page."""
                path = self.path.partition("?")[0]
                headers = {"Content-Type": "text/html; charset=utf-8"}
                status, body = 200, PAGE.encode()
                if path == "/download":
                    headers = {"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="people.csv"'}
                    body = DOWNLOAD
                elif path == "/missing":
                    status, body = 404, b"<title>Missing</title>not here"
                elif path == "/alert":
                    body = b"<title>Alert</title><body style='background: #00f'><script>alert('stop')</script>"
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        # No secure context: pages have no clipboard of their own there.
        self.plain_url = f"http://shop.example.com:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stops it."""
        self._server.shutdown()
        self._server.server_close()
