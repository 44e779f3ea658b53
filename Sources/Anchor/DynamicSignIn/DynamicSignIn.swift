import HostedPages
import Kernel

/// A sign-in that is led step by step in a session (anchor.md 3.1). How far it is, is a function of the time alone: a step that is
/// on its way is there from an instant on.
struct DynamicSignIn: Codable, Sendable, Equatable {
    /// Where it is, or goes to.
    enum Place: Codable, Sendable, Equatable {
        case step(String)
        /// It failed, with no step of the graph's.
        case failed(String, isRetryable: Bool)

        /// The step's id; a failure's is a word of ours.
        var id: String {
            switch self {
            case .step(let id): id
            case .failed: "failed"
            }
        }
    }

    /// What the last form or choice came to, once it is known.
    enum Outcome: Codable, Sendable, Equatable {
        case none
        case succeeded
        case failed(String, isRejection: Bool)
    }

    /// How far it is at an instant.
    struct Position: Sendable, Equatable {
        let place: Place
        /// Where it comes from while it is on its way; nil at the beginning.
        let origin: Place?
        /// When it is there; nil if it is.
        let arrivesAt: Moment?
        /// When it last changed.
        let changedAt: Moment

        var isSettled: Bool { arrivesAt == nil }
    }

    /// What somebody typed into a form.
    struct Entry: Codable, Sendable, Equatable {
        let stepID: String
        let option: SignInGraph.FormOption
        let values: [String: String]
    }

    /// What it came to when it was kept.
    struct Keepsake: Codable, Sendable, Equatable {
        let identityID: String
        let profileName: String
    }

    /// Why something cannot be done with it now.
    enum Refusal: Error, Equatable {
        case moving(until: Moment)
        /// Nothing is asked at the step.
        case notAsked(String)
        case needsChoice
        case needsForm
        case unknownChoice(known: [String])
        case unknownOption(count: Int)
        case missing(String)
        case unauthenticated(String)
    }

    /// How often what is typed may be wrong before the sign-in has failed, as on the hosted page (ours).
    static let triesAllowed = 3

    let sessionID: String
    /// The place in the order of making; the vendor numbers its graphs, too.
    let ordinal: Int64
    /// The sign-in page.
    let url: String
    let host: String
    /// Which graph it goes through: the key of a scripted one; nil for the default.
    let graphKey: String?
    /// What it was kept as; nil until it is.
    var keepsake: Keepsake?
    private var place: Place
    private var origin: Place?
    private var leftAt: Moment
    private var arrivesAt: Moment
    private var outcome = Outcome.none
    private var failures = 0
    private(set) var entries: [Entry] = []
    /// Why the way that was taken cannot be gone again without a person, in order.
    private(set) var obstacles: [String] = []

    /// A sign-in that begins now.
    init(
        sessionID: String, ordinal: Int64, url: String, host: String, graphKey: String?, in graph: SignInGraph,
        taking span: TimeSpan, at now: Moment
    ) {
        self.sessionID = sessionID
        self.ordinal = ordinal
        self.url = url
        self.host = host
        self.graphKey = graphKey
        place = .step(graph.start)
        leftAt = now
        arrivesAt = now + span
    }

    /// How far it is at `now`. At the instant of its arrival it is there.
    func position(at now: Moment, in graph: SignInGraph) -> Position {
        guard now >= arrivesAt else {
            return Position(place: place, origin: origin, arrivesAt: arrivesAt, changedAt: leftAt)
        }
        var (place, since) = (place, arrivesAt)
        // A page that is not understood may be looked at again and again: not more often than there are steps.
        for _ in graph.steps {
            guard case .step(let id) = place, case .undetected(let page) = graph.step(id)?.kind, let next = page.to,
                now >= since + page.after
            else { break }
            since = since + page.after
            place = .step(next)
        }
        return Position(place: place, origin: nil, arrivesAt: nil, changedAt: since)
    }

    /// What the last form or choice came to; nil while that is not known yet.
    func outcome(at now: Moment) -> Outcome? { now < arrivesAt ? (origin == nil ? Outcome.none : nil) : outcome }

    /// Whether the user's name and password were taken.
    var hasPassedCredentials: Bool { entries.contains { $0.option.kind == .credentials } }

    // MARK: - Events

    /// One way of several is chosen.
    mutating func choose(
        _ choice: String, in graph: SignInGraph, taking span: TimeSpan, at now: Moment
    ) throws(Refusal) {
        let step = try askingStep(in: graph, at: now)
        guard case .decision(let choices) = step.kind else { throw .needsForm }
        guard let chosen = choices.first(where: { $0.to == choice }) else {
            throw .unknownChoice(known: choices.map(\.to))
        }
        if !chosen.isAutomatable { note(obstacle: "\(step.label): \(chosen.label)") }
        go(to: .step(chosen.to), from: step, taking: span, at: now)
    }

    /// A form is filled in.
    mutating func fill(
        option index: Int, with values: [String: String], in graph: SignInGraph, taking span: TimeSpan, at now: Moment
    ) throws(Refusal) {
        let step = try askingStep(in: graph, at: now)
        guard case .form(let options) = step.kind else { throw .needsChoice }
        guard options.indices.contains(index) else { throw .unknownOption(count: options.count) }
        let option = options[index]
        var taken: [String: String] = [:]
        for input in option.inputs {
            guard let value = values[input.name] ?? input.value, !value.isEmpty else { throw .missing(input.name) }
            taken[input.name] = value
        }
        judge(Entry(stepID: step.id, option: option, values: taken), at: step, taking: span, now)
    }

    /// Throws where it cannot be kept yet.
    func checkAuthenticated(in graph: SignInGraph, at now: Moment) throws(Refusal) {
        let position = position(at: now, in: graph)
        if let end = position.arrivesAt { throw .moving(until: end) }
        guard case .step(let id) = position.place, case .authenticated = graph.step(id)?.kind else {
            throw .unauthenticated(position.place.id)
        }
    }

    /// The step at which something is asked now; the sign-in is there from here on.
    private mutating func askingStep(in graph: SignInGraph, at now: Moment) throws(Refusal) -> SignInGraph.Step {
        let position = position(at: now, in: graph)
        if let end = position.arrivesAt { throw .moving(until: end) }
        guard case .step(let id) = position.place, let step = graph.step(id) else {
            throw .notAsked(position.place.id)
        }
        switch step.kind {
        case .decision, .form: return step
        case .undetected, .authenticated, .failed: throw .notAsked(id)
        }
    }

    private mutating func judge(_ entry: Entry, at step: SignInGraph.Step, taking span: TimeSpan, _ now: Moment) {
        let option = entry.option
        let user = (entries + [entry]).lazy.flatMap(\.values.values).compactMap(MagicUser.init(rawValue:)).first
        if let accepts = option.accepts {
            let isTaken = accepts.allSatisfy { name, wanted in wanted.accepts(entry.values[name].map(JSONValue.string))
            }
            guard isTaken else { return refuse(Self.words(for: option.kind), at: step, taking: span, now) }
        } else if option.inputs.contains(where: \.isPassword), option.kind == .credentials {
            switch user {
            case .badPassword: return refuse(user?.failure ?? "", at: step, taking: span, now)
            case .locked: return fail(user?.failure ?? "", isRetryable: false, at: step, taking: span, now)
            case .cancel: return fail("The sign-in was cancelled.", isRetryable: true, at: step, taking: span, now)
            case .good, .pending, .mfa, nil: break
            }
        }
        entries.removeAll { $0.stepID == step.id }
        entries.append(entry)
        if !option.isAutomatable { note(obstacle: "\(step.label): \(option.kind.rawValue)") }
        go(to: .step(user == .mfa ? option.codeStep ?? option.to : option.to), from: step, taking: span, at: now)
    }

    private static func words(for kind: SignInGraph.FormKind) -> String {
        switch kind {
        case .credentials: SignInFailure.wrongPassword.text
        case .totp, .textMessage, .email: SignInFailure.wrongCode.text
        default: "The site did not take what was entered."
        }
    }

    private mutating func note(obstacle: String) {
        if !obstacles.contains(obstacle) { obstacles.append(obstacle) }
    }

    private mutating func refuse(
        _ words: String, at step: SignInGraph.Step, taking span: TimeSpan, _ now: Moment
    ) {
        failures += 1
        if failures >= Self.triesAllowed {
            fail(words, isRetryable: true, at: step, taking: span, now)
        } else {
            go(to: .step(step.id), from: step, taking: span, at: now)
        }
        outcome = .failed(words, isRejection: true)
    }

    private mutating func fail(
        _ words: String, isRetryable: Bool, at step: SignInGraph.Step, taking span: TimeSpan, _ now: Moment
    ) {
        go(to: .failed(words, isRetryable: isRetryable), from: step, taking: span, at: now)
        outcome = .failed(words, isRejection: false)
    }

    private mutating func go(to next: Place, from step: SignInGraph.Step, taking span: TimeSpan, at now: Moment) {
        origin = .step(step.id)
        place = next
        leftAt = now
        arrivesAt = now + span
        outcome = .succeeded
    }
}
