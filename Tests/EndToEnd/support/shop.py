"""A site of a customer's that knows by its cookie who is signed in, and by local storage what the page looks like."""

import http.server
import threading
from http.cookies import SimpleCookie

PAGE = """<!doctype html><title>Shop</title>
<style>body {{ font: 24px sans-serif; }} .dark {{ background: #222; color: #fff; }}</style>
<p id="who">{who}</p><p id="theme"></p>
<script>
  const theme = localStorage.getItem('theme') || 'light';
  document.getElementById('theme').textContent = theme;
  document.body.className = theme;
</script>
"""

CLOCK = """<!doctype html><title>Clock</title>
<style>body { margin: 0; font: 120px sans-serif; } body.on { background: #0a0; }</style>
<p id="n">0</p><button id="b" style="position:absolute;left:50%;top:50%;width:200px;height:100px">press</button>
<input id="t" style="position:absolute;left:10px;top:300px;font-size:40px">
<script>
  let n = 0;
  setInterval(() => { document.getElementById('n').textContent = ++n; document.body.classList.toggle('on'); }, 100);
  document.getElementById('b').onclick = () => { document.title = 'pressed'; };
  addEventListener('wheel', (event) => { document.title = 'turned ' + Math.sign(event.deltaY); });
</script>
"""

OUTSIDE = """<!doctype html><title>Outside</title><p id="outcome">waiting</p>
<script>
  fetch('{url}', {{mode: 'no-cors'}}).then(
    () => {{ document.getElementById('outcome').textContent = 'reached'; }},
    () => {{ document.getElementById('outcome').textContent = 'not reached'; }});
</script>
"""


class Shop:
    """The site; close it after use."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """Any page."""
                outer.requests.append(f"{self.headers['Host']} {self.path}")
                cookies = SimpleCookie(self.headers.get("Cookie", ""))
                person = cookies["sid"].value if "sid" in cookies else None
                path, _, query = self.path.partition("?")
                if path == "/clock":
                    text = CLOCK
                elif path == "/outside":
                    text = OUTSIDE.format(url=query)
                else:
                    text = PAGE.format(who=f"signed in as {person}" if person else "please sign in")
                body = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stops it."""
        self._server.shutdown()
        self._server.server_close()
