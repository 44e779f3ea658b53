import HTTPTypes
package import Kernel
package import KernelHTTP

/// The page that shows what a session's browser shows, as it changes: a plain picture that the browser's frames come into, and a few
/// lines of script for the address and for whoever may touch it. It shows in the sandboxed frame that a vendor's documents
/// recommend (anchor.md 4.4), and in whatever frame a customer puts it.
package struct LiveScreen: Sendable {
    /// Whose page it is.
    package var vendor: String
    /// What it is of, in words.
    package var title: String
    /// Where the frames come from.
    package var frames: String
    /// Where the address of what is shown is asked for, and why nothing is.
    package var page: String
    /// Whether there is an address bar.
    package var hasBar = false
    /// Where pointer, wheel and keys go; nil for a screen that nobody may touch.
    package var input: String?
    /// The screen's size in pixels, so that the page does not jump when the first frame comes.
    package var width: Int
    package var height: Int
    /// What a person is asked, each with the way to answer it. What comes later is in `questions` of the answer to `page`; nil where
    /// nothing is ever asked.
    package var questions: [LiveQuestion]?

    /// A screen without address bar that nobody may touch.
    package init(vendor: String, title: String, frames: String, page: String, width: Int, height: Int) {
        self.page = page
        self.vendor = vendor
        self.title = title
        self.frames = frames
        self.width = width
        self.height = height
    }

    /// The page as an answer.
    package var reply: Reply {
        var reply = Reply.page(.ok, html)
        reply.headers[.contentSecurityPolicy] = Self.policy
        reply.headers[.referrerPolicy] = "no-referrer"
        reply.headers[.xContentTypeOptions] = "nosniff"
        return reply
    }

    private var html: String {
        let bar =
            hasBar ? "<p class=\"bar\"><output id=\"address\" aria-label=\"Address\">about:blank</output></p>\n" : ""
        // A picture takes keys only if it can have the focus.
        let touch = input.map { " data-input=\"\(HTMLText.escape($0))\" tabindex=\"0\" class=\"touch\"" } ?? ""
        let asked =
            questions.map {
                "<div id=\"asked\" role=\"status\"\($0.isEmpty ? " hidden" : "")>\n<p>The agent asks:</p>\n"
                    + LiveQuestion.list($0, inNewTab: true) + "\n</div>\n"
            } ?? ""
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(HTMLText.escape(title)) – Drydock</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <header>
            <p>This is Drydock, a local fake – not \(HTMLText.escape(vendor)).</p>
            </header>
            <main>
            <h1>\(HTMLText.escape(title))</h1>
            \(asked)\(bar)<img id="screen" src="\(HTMLText.escape(frames))" width="\(width)" height="\(height)" draggable="false" \
            alt="What the session's browser shows" data-page="\(HTMLText.escape(page))"\(touch)>
            <p id="note" role="status" hidden></p>
            </main>
            <script>\(Self.script)</script>
            </body>
            </html>

            """
    }

    /// Without `frame-ancestors`: customers put the page into frames of their own.
    private static let policy =
        "default-src 'none'; img-src 'self'; connect-src 'self'; style-src \(PageLibrary.source(Array(style.utf8))); "
        + "script-src \(PageLibrary.source(Array(script.utf8))); base-uri 'none'; form-action 'none'"

    private static let style = """
        :root { color-scheme: light dark; --sea: #e9eff5; --card: #fff; --ink: #15202b; --soft: #4b5a69; --line: #d4dde6;
          --sign: #ffd84d; --on-sign: #2b2100; --focus: #c2410c; }
        @media (prefers-color-scheme: dark) { :root { --sea: #0f161e; --card: #18222d; --ink: #e9eff5; --soft: #a9b8c7;
          --line: #2c3a48; --sign: #e3b92c; --on-sign: #211900; --focus: #ffb020; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--sea); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        header { background: var(--sign); color: var(--on-sign); font-size: .8rem; text-align: center; padding: .1rem 1rem; }
        h1 { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
        p { margin: 0; }
        main { background: var(--card); border-bottom: 1px solid var(--line); }
        .bar { padding: .4rem 1rem; border-bottom: 1px solid var(--line); font-size: .925rem; color: var(--soft);
          white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        #screen { display: block; width: 100%; height: auto; background: #fff; color: #15202b; }
        .touch { touch-action: none; }
        .touch:focus-visible { outline: 3px solid var(--focus); outline-offset: -3px; }
        #note, #asked { padding: .6rem 1rem; }
        #asked { border-bottom: 1px solid var(--line); }
        #asked ul { margin: 0; padding-left: 1.2rem; }
        a { color: inherit; }
        a:focus-visible { outline: 3px solid var(--focus); }
        """

    /// Sends what is done to the picture, in order and in as few requests as it can; asks for the address and for questions once a second.
    private static let script = """
        (() => {
          const screen = document.getElementById('screen'), note = document.getElementById('note');
          const address = document.getElementById('address'), {input, page} = screen.dataset;
          screen.addEventListener('error', () => {
            note.textContent ||= 'There is no picture. Perhaps as many watch already as may.';
            note.hidden = false;
          });
          const asked = document.getElementById('asked');
          let known;
          const ask = (questions) => {
            const text = JSON.stringify(questions);
            // Whoever has the focus on a link keeps it.
            if (!asked || text === known) return;
            known = text;
            asked.hidden = !questions.length;
            asked.querySelector('ul').replaceChildren(...questions.map(({message, url}) => {
              const item = document.createElement('li'), link = document.createElement('a');
              Object.assign(link, {href: url, textContent: message, target: '_blank', rel: 'noopener'});
              item.append(link);
              return item;
            }));
          };
          const look = async () => {
            try {
              const answer = await fetch(page), said = await answer.json();
              if (answer.ok) ask(said.questions || []);
              if (address && answer.ok) address.textContent = said.url;
              if (!answer.ok) {
                note.textContent = (said.error && said.error.message) || said.error || said.message;
                note.hidden = false;
                return;
              }
            } catch { }
            setTimeout(look, 1000);
          };
          look();
          if (!input) return;
          let waiting = [], sending = false;
          const send = async () => {
            if (sending || !waiting.length) return;
            sending = true;
            const body = JSON.stringify({events: waiting.splice(0, 100)});
            try { await fetch(input, {method: 'POST', headers: {'Content-Type': 'application/json'}, body}); } catch { }
            sending = false;
            send();
          };
          const put = (event) => {
            const last = waiting[waiting.length - 1];
            if (last && last.type === 'mouseMoved' && event.type === 'mouseMoved') waiting.pop();
            if (waiting.length < 1000) waiting.push(event);
            send();
          };
          const modifiers = (e) => (e.altKey ? 1 : 0) + (e.ctrlKey ? 2 : 0) + (e.metaKey ? 4 : 0) + (e.shiftKey ? 8 : 0);
          const mouse = (type, more) => (e) => {
            const box = screen.getBoundingClientRect();
            put({type, x: (e.clientX - box.left) / box.width, y: (e.clientY - box.top) / box.height,
              buttons: e.buttons, modifiers: modifiers(e), ...more(e)});
          };
          const button = (e) => ({button: ['left', 'middle', 'right'][e.button] || 'none', clicks: e.detail});
          let isDown = false;
          const released = mouse('mouseReleased', button);
          screen.addEventListener('mousedown', (e) => {
            e.preventDefault(); screen.focus(); isDown = true; mouse('mousePressed', button)(e);
          });
          addEventListener('mouseup', (e) => { if (isDown) { isDown = false; released(e); } });
          const moved = mouse('mouseMoved', () => ({}));
          addEventListener('mousemove', (e) => { if (isDown || e.target === screen) moved(e); });
          screen.addEventListener('contextmenu', (e) => e.preventDefault());
          const turned = mouse('mouseWheel', (e) => {
            const unit = [1, 40, 800][e.deltaMode] || 1;
            return {deltaX: e.deltaX * unit, deltaY: e.deltaY * unit};
          });
          screen.addEventListener('wheel', (e) => { e.preventDefault(); turned(e); }, {passive: false});
          const key = (type) => (e) => {
            e.preventDefault();
            const isText = [...e.key].length === 1 && !e.ctrlKey && !e.metaKey;
            put({type, key: e.key, code: e.code, number: e.keyCode, modifiers: modifiers(e),
              text: isText ? e.key : e.key === 'Enter' ? '\\r' : ''});
          };
          screen.addEventListener('keydown', key('keyDown'));
          screen.addEventListener('keyup', key('keyUp'));
        })();
        """
}

/// Something that a person is asked, and where it is answered.
package struct LiveQuestion: JSONWritable, Sendable {
    private let message: String
    private let url: String

    /// - Parameters:
    ///   - message: what is asked, in words.
    ///   - url: the page where it is answered.
    package init(_ message: String, answeredAt url: String) {
        self.message = message
        self.url = url
    }

    /// `{message, url}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("message", message)
            json.member("url", url)
        }
    }

    /// The questions as a list of links.
    ///
    /// - Parameter inNewTab: whether the page that they are on stays.
    package static func list(_ questions: [LiveQuestion], inNewTab: Bool = false) -> String {
        let target = inNewTab ? " target=\"_blank\" rel=\"noopener\"" : ""
        let items = questions.map { question in
            "<li><a href=\"\(HTMLText.escape(question.url))\"\(target)>\(HTMLText.escape(question.message))</a></li>\n"
        }
        return "<ul>\n\(items.joined())</ul>"
    }
}
