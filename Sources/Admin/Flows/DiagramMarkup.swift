import Kernel
import KernelHTTP

/// A sequence diagram as SVG in a page, and the same as a list and as text for elsewhere.
///
/// Colours are classes of the style sheet, so that light and dark follow the reader. Each arrow leads to its exchange; that is why
/// the drawing is a group rather than an image, within which no link would be reached.
struct DiagramMarkup {
    private static let columnWidth = 184
    private static let boxWidth = 164
    private static let boxHeight = 30
    private static let margin = 8
    /// How far the label of an arrow from the last column to itself reaches.
    private static let loopReach = 196
    /// How many tenths of a pixel a letter takes on the average.
    private static let letterWidth = 64

    private let diagram: SequenceDiagram
    private let flow: Flow
    private let world: WorldName

    /// The diagram of a flow of this world.
    init(_ flow: Flow, in world: WorldName) {
        diagram = SequenceDiagram(flow)
        self.flow = flow
        self.world = world
    }

    /// The drawing, the list and the text.
    var markup: Markup {
        """
        <div class="wide" role="region" aria-label="Diagram of flow \(flow.id)" tabindex="0">\(drawing)</div>
        <details data-key="list-\(flow.id)"><summary>As a list</summary><ol>\(list)</ol></details>
        <details data-key="mermaid-\(flow.id)"><summary>As Mermaid</summary>
        <div class="wide" role="region" aria-label="Flow \(flow.id) as Mermaid" tabindex="0">\
        <pre><code id="copy-flow-\(flow.id)">\(MermaidText(diagram).text)</code></pre></div>
        <p class="more"><button type="button" class="quiet-button" data-copy="copy-flow-\(flow.id)">Copy</button></p></details>
        """
    }

    // MARK: List

    private var list: Markup {
        let items = diagram.rows.map { row -> Markup in
            switch row {
            case .message(let message):
                let note: Markup = message.note.map { " <strong>\($0)</strong>" } ?? .empty
                return """
                    <li\(message.isFailed ? " class=\"failed\"" : Markup.empty)>\
                    \(Markup.link(message.exchange.address(in: world), Self.sentence(message)))\(note)</li>
                    """
            case .pause(let span): return "<li class=\"quiet\">\(span.words) later</li>"
            case .omission(let count): return "<li class=\"quiet\">\(count) more</li>"
            }
        }
        return "\(items)"
    }

    private static func sentence(_ message: SequenceDiagram.Message) -> String {
        "\(message.from.words) → \(message.to.words): \(message.label)"
    }

    // MARK: Drawing

    private var drawing: Markup {
        let columns = diagram.participants
        let loops = diagram.messages.contains { $0.from == $0.to && $0.to == columns.last }
        let last = x(of: columns.count - 1)
        let width = last + (loops ? Self.loopReach : Self.boxWidth / 2) + Self.margin
        var y = Self.margin + Self.boxHeight + 12
        var rows: [Markup] = []
        for row in diagram.rows {
            rows.append(draw(row, at: y, width: width))
            y += Self.height(row)
        }
        let heads = columns.enumerated().map { head($0.element, at: x(of: $0.offset), through: y) }
        let name = "drawing-\(flow.id)"
        return """
            <svg class="sequence" role="group" aria-labelledby="\(name)" width="\(width)" height="\(y + 8)" \
            viewBox="0 0 \(width) \(y + 8)" xmlns="http://www.w3.org/2000/svg">
            <title id="\(name)">\(flow.title)</title>
            <desc>\(summary)</desc>
            \(heads)
            \(rows)
            </svg>
            """
    }

    private var summary: String {
        "\(diagram.messages.count) messages between \(diagram.participants.map(\.words).joined(separator: ", "))"
    }

    private func x(of column: Int) -> Int { Self.margin + Self.boxWidth / 2 + column * Self.columnWidth }

    private func x(of participant: SequenceDiagram.Participant) -> Int {
        x(of: diagram.participants.firstIndex(of: participant) ?? 0)
    }

    private func head(_ participant: SequenceDiagram.Participant, at x: Int, through bottom: Int) -> Markup {
        let top = Self.margin + Self.boxHeight
        return """
            <line class="life" x1="\(x)" y1="\(top)" x2="\(x)" y2="\(bottom)" stroke-dasharray="3 4"/>\
            <rect class="head" x="\(x - Self.boxWidth / 2)" y="\(Self.margin)" width="\(Self.boxWidth)" \
            height="\(Self.boxHeight)" rx="7"/>\
            <text class="head-words" x="\(x)" y="\(Self.margin + 20)" text-anchor="middle">\(participant.words)</text>
            """
    }

    private static func height(_ row: SequenceDiagram.Row) -> Int {
        switch row {
        case .message(let message): 40 + (message.note == nil ? 0 : 15)
        case .pause, .omission: 34
        }
    }

    private func draw(_ row: SequenceDiagram.Row, at y: Int, width: Int) -> Markup {
        switch row {
        case .message(let message): return draw(message, at: y)
        case .pause(let span): return divider("\(span.words) later", "pause", at: y, width)
        case .omission(let count): return divider("\(count) more", "omission", at: y, width)
        }
    }

    /// A line over the whole width with words on it.
    private func divider(_ words: String, _ kind: String, at y: Int, _ width: Int) -> Markup {
        """
        <line class="divider" x1="\(Self.margin)" y1="\(y + 17)" x2="\(width - Self.margin)" y2="\(y + 17)" \
        stroke-dasharray="2 3"/>\
        <text class="\(kind)" x="\(x(of: 0))" y="\(y + 12)" text-anchor="middle">\(words)</text>
        """
    }

    private func draw(_ message: SequenceDiagram.Message, at y: Int) -> Markup {
        let kind = message.isFailed ? "step failed" : message.isOffered ? "step offered" : "step"
        return """
            <a class="\(kind)" href="\(message.exchange.address(in: world))" aria-label="\(Self.sentence(message))">\
            <title>\(Self.sentence(message))</title>\
            \(message.from == message.to ? loop(message, at: y) : arrow(message, at: y))</a>
            """
    }

    private func arrow(_ message: SequenceDiagram.Message, at y: Int) -> Markup {
        let (from, to) = (x(of: message.from), x(of: message.to))
        let way = to > from ? 1 : -1
        let middle = (from + to) / 2
        let line = y + 24
        let room = abs(to - from) - 12
        return """
            <rect class="grip" x="\(min(from, to))" y="\(y)" width="\(abs(to - from))" height="36"/>\
            <line x1="\(from)" y1="\(line)" x2="\(to - way * 2)" y2="\(line)"\(dashes(message))/>\
            <path class="tip" d="M\(to) \(line)l\(-way * 9) -5v10z"/>\
            \(label(message, x: middle, y: line - 6, room: room, anchor: "middle"))\
            \(note(message, x: middle, y: line + 15, room: room, anchor: "middle"))
            """
    }

    private func loop(_ message: SequenceDiagram.Message, at y: Int) -> Markup {
        let x = x(of: message.from)
        return """
            <rect class="grip" x="\(x)" y="\(y)" width="\(Self.loopReach)" height="36"/>\
            <path class="loop" fill="none" d="M\(x) \(y + 10)h24v16h-22"\(dashes(message))/>\
            <path class="tip" d="M\(x) \(y + 26)l9 -5v10z"/>\
            \(label(message, x: x + 31, y: y + 22, room: Self.loopReach - 36, anchor: "start"))\
            \(note(message, x: x + 31, y: y + 39, room: Self.loopReach - 36, anchor: "start"))
            """
    }

    private func dashes(_ message: SequenceDiagram.Message) -> Markup {
        message.isOffered ? " stroke-dasharray=\"5 4\"" : .empty
    }

    private func label(
        _ message: SequenceDiagram.Message, x: Int, y: Int, room: Int, anchor: String
    ) -> Markup {
        "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(Self.fitted(message.label, in: room))</text>"
    }

    private func note(
        _ message: SequenceDiagram.Message, x: Int, y: Int, room: Int, anchor: String
    ) -> Markup? {
        message.note.map { note in
            "<text class=\"note\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(Self.fitted(note, in: room))</text>"
        }
    }

    /// As much of a text as so many pixels have room for. The status at its end stays.
    static func fitted(_ text: String, in room: Int) -> String {
        let most = max(8, room * 10 / letterWidth)
        guard text.count > most else { return text }
        let end = text.suffix(4)
        return "\(text.prefix(most - 5))…\(end)"
    }
}
