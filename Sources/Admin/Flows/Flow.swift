import Kernel
import KernelHTTP

/// Exchanges that belong together, in the order in which they began.
struct Flow: Sendable {
    /// What its page's address knows it by: the number of its first exchange, which stays while it goes on.
    let id: String
    /// What made the objects that it uses and shares with other flows: the application, the user pool.
    let prologue: [FlowExchange]
    /// Its own exchanges, at least one.
    let exchanges: [FlowExchange]

    /// How far it has come.
    enum Outcome: Equatable, Sendable {
        /// Something is open that will end.
        case running
        case done
        /// Something was open, and is over by what no exchange tells; in the vendor's word.
        case ended(String)
        /// The first failure that nothing mended later, in words, and the code of its reason if it has one.
        case failed(String, code: String?)
    }

    /// What it is about.
    var kind: FlowKind? { exchanges.lazy.compactMap(\.operation.begins).min() }

    // MARK: Title

    /// The flow in words, for example `Connect example.com: token → page → callback`.
    var title: String {
        let stages = stages
        return stages.isEmpty ? name : "\(name): \(stages.joined(separator: " → "))"
    }

    private var name: String {
        switch kind {
        case .connect: return Self.words("Connect", prologueSubject ?? subject)
        case .link: return Self.words("Link", user.map { "for \($0)" }, subject.map { "at \($0)" })
        case .session: return user.map { "Browser for \($0)" } ?? Self.words("Session", shortID)
        case .task: return Self.words("Task", prologueSubject ?? shortID)
        case .batch: return "Batch of sessions"
        case .identity: return Self.words("Identity", subject.map { "at \($0)" })
        case .delivery: return Self.words("Webhook", exchanges.first?.detail)
        case nil:
            let words = exchanges.first?.operation.words ?? ""
            return words.prefix(1).uppercased() + words.dropFirst()
        }
    }

    private static func words(_ words: String?...) -> String { words.compactMap(\.self).joined(separator: " ") }

    private var prologueSubject: String? { prologue.lazy.compactMap(\.subject).first }
    private var subject: String? { exchanges.lazy.compactMap(\.subject).first }
    private var user: String? { exchanges.lazy.compactMap(\.user).first }

    /// The beginning of the first id that it issued; nil if that is none that may be shown.
    private var shortID: String? {
        let values = exchanges.lazy.compactMap { $0.issued.all.first { $0.kind == .named || $0.kind == .issued } }
        guard let key = values.first?.key, !SecretMask.masking.text(key).contains("***") else { return nil }
        let id = key.split(separator: " ").last ?? ""
        return id.count > 12 ? "\(id.prefix(8))…" : String(id)
    }

    /// The words of its course, each where it first came.
    private var stages: [String] {
        var stages: [String] = []
        func add(_ stage: String?) {
            if let stage, !stages.contains(stage), stages.count < 7 { stages.append(stage) }
        }
        for exchange in exchanges {
            add(exchange.operation.stage)
            if exchange.callback != nil { add("callback") }
        }
        return stages
    }

    // MARK: Outcome

    /// How far it has come, as its exchanges say, and what is known to be over besides.
    func outcome(knowing ended: EndedObjects) -> Outcome {
        var mended: Set<FlowOperation> = []
        var failure: FlowExchange?
        for exchange in exchanges.reversed() {
            if !exchange.isBad {
                mended.insert(exchange.operation)
            } else if !mended.contains(exchange.operation) {
                failure = exchange
            }
        }
        if let failure {
            let code = failure.reason
            return .failed(code ?? "\(failure.operation.words) answered \(failure.status)", code: code)
        }
        if let told = exchanges.last(where: { $0.callback != nil })?.callback, told.tellsFailure {
            return .failed(told.words, code: nil)
        }
        let parts = openParts(ended)
        if parts.contains(.open) { return .running }
        guard case .over(let word) = parts.first else { return .done }
        return .ended(word)
    }

    private static let finalStates: Set<String> = [
        "completed", "complete", "success", "succeeded", "failed", "failure", "cancelled", "canceled", "ended",
        "timeout", "timed_out", "error", "closed",
    ]

    /// A visit, a session or a run of which no exchange says that it ended.
    private enum Part: Equatable {
        /// Nothing else says so either.
        case open
        /// It is over, in the vendor's word.
        case over(String)
    }

    private func openParts(_ ended: EndedObjects) -> [Part] {
        var visit: Part?
        var session: Part?
        var run: Part?
        for exchange in exchanges where !exchange.isBad {
            let part = ended.word(of: exchange).map(Part.over) ?? .open
            switch exchange.operation.begins {
            case .connect, .link: visit = part
            case .session where exchange.operation.vendor == "anchor": session = part
            case .task, .batch: run = .open
            default: break
            }
            if exchange.callback != nil || exchange.detail == "step done" { visit = nil }
            // Whoever is asked about after the visit is linked.
            if exchange.operation.name == "anon.getSessionStatus" { visit = nil }
            let isFinal = exchange.state.map { Self.finalStates.contains($0.lowercased()) } ?? false
            if isFinal { (session, run) = (nil, nil) }
            if exchange.operation.endsSession || exchange.detail == "session.completed"
                || exchange.detail == "session.failed"
            {
                session = nil
            }
            if let event = exchange.detail, event.hasPrefix("task.") || event.hasPrefix("batch.") { run = nil }
        }
        return [visit, session, run].compactMap(\.self)
    }
}
