import Kernel
import KernelHTTP

/// A flow as a sequence diagram (UML): who takes part, and what passes between them.
struct SequenceDiagram: Sendable {
    /// Who takes part. The order of the cases is the order of the columns.
    enum Participant: String, CaseIterable, Sendable {
        case application, anchor, anon, hostedPage, linkPage, browser, callback, receiver

        /// What the column is called.
        var words: String {
            switch self {
            case .application: "Application"
            case .anchor: "Anchor API"
            case .anon: "Anon API"
            case .hostedPage: "Hosted page"
            case .linkPage: "Link page"
            case .browser: "Browser session"
            case .callback: "Customer's callback"
            case .receiver: "Webhook receiver"
            }
        }
    }

    /// An arrow.
    struct Message: Sendable {
        let from: Participant
        let to: Participant
        /// What passes, without the status.
        let words: String
        /// How it was answered; nil where the journal does not know.
        let status: Int?
        let isFailed: Bool
        /// Whether it only may happen: a link that a person has yet to follow.
        let isOffered: Bool
        /// The code of the reason for the answer.
        let note: String?
        /// The exchange that it is of; where there were several alike, the newest.
        let exchange: FlowExchange
        /// How often the same came in a row.
        var count = 1

        /// What the arrow says.
        var label: String {
            let status = status.map { " \($0)" } ?? ""
            return "\(words)\(status)\(count > 1 ? " ×\(count)" : "")"
        }

        /// Whether another one is the same once more, as when a client polls.
        fileprivate func isLike(_ other: Message) -> Bool {
            from == other.from && to == other.to && words == other.words && status == other.status
                && note == other.note && isOffered == other.isOffered
        }
    }

    /// A row of the diagram.
    enum Row: Sendable {
        case message(Message)
        /// The world's time went on by so much.
        case pause(TimeSpan)
        /// So many messages have no room.
        case omission(Int)
    }

    /// How many messages a diagram has at most: the first ones and the newest.
    static let mostMessages = 60
    private static let mostOfTheBeginning = 20
    /// From when on a gap is worth a line. Clients pause less between calls; clocks are advanced by more.
    static let shortestPause = TimeSpan.seconds(30)

    /// Those who occur, in the order of their columns.
    let participants: [Participant]
    /// From top to bottom.
    let rows: [Row]

    /// The diagram of a flow.
    init(_ flow: Flow) {
        var rows: [Row] = []
        var before: Moment?
        for exchange in flow.prologue + flow.exchanges {
            if let before, exchange.at - before >= Self.shortestPause { rows.append(.pause(exchange.at - before)) }
            before = exchange.at
            for message in Self.messages(of: exchange) { Self.append(message, to: &rows) }
        }
        rows = Self.shortened(rows)
        let taking = rows.compactMap { row in
            if case .message(let message) = row { [message.from, message.to] } else { nil }
        }.joined()
        self.rows = rows
        participants = Participant.allCases.filter(Set(taking).contains)
    }

    /// The arrows alone.
    var messages: [Message] {
        rows.compactMap { row in if case .message(let message) = row { message } else { nil } }
    }

    private static func append(_ message: Message, to rows: inout [Row]) {
        guard case .message(let last) = rows.last, last.isLike(message) else { return rows.append(.message(message)) }
        var message = message
        message.count += last.count
        rows[rows.count - 1] = .message(message)
    }

    private static func shortened(_ rows: [Row]) -> [Row] {
        guard rows.count > mostMessages else { return rows }
        let rest = rows.suffix(mostMessages - mostOfTheBeginning - 1)
        let left = rows[mostOfTheBeginning..<rest.startIndex]
        let omitted = left.reduce(0) { sum, row in
            if case .message(let message) = row { sum + message.count } else { sum }
        }
        return rows.prefix(mostOfTheBeginning) + [.omission(omitted)] + rest
    }

    // MARK: Messages

    /// What passed in an exchange: one arrow, and a second one where a page leads back to the customer.
    private static func messages(of exchange: FlowExchange) -> [Message] {
        let (from, to) = ends(of: exchange)
        var messages = [
            Message(
                from: from, to: to, words: words(of: exchange), status: exchange.status, isFailed: exchange.isBad,
                isOffered: false, note: exchange.reason, exchange: exchange)
        ]
        if let callback = exchange.callback {
            let words = callback.isOffered ? "link: \(callback.words)" : callback.words
            messages.append(
                Message(
                    from: to, to: .callback, words: words, status: nil, isFailed: callback.tellsFailure,
                    isOffered: callback.isOffered, note: nil, exchange: exchange))
        }
        return messages
    }

    private static func ends(of exchange: FlowExchange) -> (from: Participant, to: Participant) {
        let api = exchange.operation.vendor == "anon" ? Participant.anon : .anchor
        if exchange.direction == .outgoing { return (api, .receiver) }
        switch exchange.operation.place {
        // Every step but the first one is the page's own way on.
        case .hostedPage: return (exchange.detail == "open" ? .application : .hostedPage, .hostedPage)
        case .linkPage: return (exchange.detail == "open" ? .application : .linkPage, .linkPage)
        case .browser: return (.application, .browser)
        case .tunnel: return (.browser, api)
        case .api: return (isOfLinkPage(exchange) ? .linkPage : .application, api)
        }
    }

    /// The script of the Link page asks for the app itself, with the origin that the page has.
    private static func isOfLinkPage(_ exchange: FlowExchange) -> Bool {
        exchange.hasOrigin
            && ["anon.getAppIntegration", "anon.preflightAppIntegration"].contains(exchange.operation.name)
    }

    private static func words(of exchange: FlowExchange) -> String {
        switch exchange.operation.place {
        case .hostedPage, .linkPage: return exchange.detail ?? "open"
        case .tunnel: return "CONNECT \(exchange.detail ?? "")"
        case .browser, .api:
            if exchange.direction == .outgoing { return exchange.detail ?? exchange.operation.words }
            return exchange.operation.words
        }
    }
}
