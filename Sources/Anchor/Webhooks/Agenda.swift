import HashTreeCollections
import Kernel
import KernelHTTP

/// What things of a world do by themselves as its time goes on, and what webhooks are therefore told of without a request.
///
/// Everything in a world is a function of its time. Only where there are webhooks does somebody have to notice that an instant
/// has come: what may bring one is *watched*, and what it comes to is its *milestones*.
enum WatchedKind: String, Codable, CaseIterable, Sendable {
    case session, run, sessionRequest, batch, identity
}

/// What can be watched. A type says what happens to its things in a method of its own:
///
///     extension SessionBatch {
///         func milestones(in state: AnchorState) -> Milestones {
///             var milestones = Milestones()
///             if let completedAt {
///                 milestones.add(.batchCompleted, at: completedAt, "Batch `\(id)` completed", ["batch_id": .string(id)])
///             }
///             return milestones
///         }
///     }
///
/// It names all that has happened and all that will if nothing else does, in the order of time. What has come about stays so: the
/// past may not change, only be added to. Whoever makes a thing or changes it then calls `watch`.
protocol Watched {
    /// What happens to it.
    func milestones(in state: AnchorState) -> Milestones
    /// Whether nothing will happen to it any more, so that it need not be watched from `now` on.
    func isOver(at now: Moment) -> Bool
}

extension Watched {
    /// Nothing.
    func milestones(in state: AnchorState) -> Milestones { Milestones() }
    /// No.
    func isOver(at now: Moment) -> Bool { false }
}

extension SessionRequest: Watched {}

/// Something that happens to a thing at an instant that is known, unless something else happens before.
struct Milestone: Sendable {
    let at: Moment
    let event: WebhookEvent
    /// For people: one line.
    let text: String
    /// The facts, by the API's own names; addresses lead to the origin.
    let data: @Sendable (Origin) -> JSONObject
}

/// All that happens to a thing, in order.
struct Milestones: Sendable {
    private(set) var known: [Milestone] = []

    /// One more, which is not before the others.
    mutating func add(
        _ event: WebhookEvent, at instant: Moment, _ text: String, _ data: @escaping @Sendable (Origin) -> JSONObject
    ) {
        known.append(Milestone(at: instant, event: event, text: text, data: data))
    }

    /// The same without addresses.
    mutating func add(_ event: WebhookEvent, at instant: Moment, _ text: String, _ data: JSONObject) {
        add(event, at: instant, text) { _ in data }
    }
}

/// A thing that is watched, and how much of it webhooks know.
struct AgendaItem: Codable, Sendable, Equatable {
    let kind: WatchedKind
    let id: String
    /// What comes first of two at one instant.
    let ordinal: Int64
    /// How many milestones are told, or came about before anybody listened.
    @Counter var told = 0

    /// The row's.
    var key: String { Self.key(kind, id) }

    static func key(_ kind: WatchedKind, _ id: String) -> String { "\(kind.rawValue)/\(id)" }
}

// MARK: - Watching

extension AnchorState {
    /// Whether there is a webhook that may be told of something.
    var isListening: Bool { !webhooks.isEmpty && webhooks.values.contains(where: \.isPresent) }

    /// Has the milestones of a thing told to webhooks when their time has come. To be called when the thing is made, and whenever
    /// it changes in a way that may bring something about at once or earlier than before. Costs nothing where there are none.
    ///
    /// - Parameter anew: whether what happens to it begins once more, as when an identity is checked again.
    mutating func watch(_ kind: WatchedKind, _ id: String, _ turn: AnchorTurn, anew: Bool = false) {
        watch(kind, id, at: turn.now, anew: anew)
    }

    /// The same where nothing but the time is known.
    mutating func watch(_ kind: WatchedKind, _ id: String, at now: Moment, anew: Bool = false) {
        guard isListening else { return }
        let key = AgendaItem.key(kind, id)
        if agenda[key] == nil { addItem(kind, id, past: { $0 < now }) }
        if anew { agenda[key]?.told = 0 }
        plan(key)
        settleAgenda(upTo: now)
    }

    /// Watches a thing from here on, if it is not watched: what has come about by `now` is not told. For something that was over
    /// before it changes.
    mutating func watchFromHere(_ kind: WatchedKind, _ id: String, _ turn: AnchorTurn) {
        guard isListening, agenda[AgendaItem.key(kind, id)] == nil else { return }
        addItem(kind, id, past: { $0 <= turn.now })
    }

    /// Tells webhooks of something that no milestone says.
    mutating func announce(
        _ event: WebhookEvent, of id: String, text: String, data: @escaping @Sendable (Origin) -> JSONObject,
        _ turn: AnchorTurn
    ) {
        guard isListening else { return }
        settleAgenda(upTo: turn.now)
        tell(Milestone(at: turn.now, event: event, text: text, data: data), of: id)
    }

    /// The same without addresses.
    mutating func announce(
        _ event: WebhookEvent, of id: String, text: String, data: JSONObject, _ turn: AnchorTurn
    ) {
        announce(event, of: id, text: text, data: { _ in data }, turn)
    }

    /// Tells webhooks of everything that has come about by `now`, in the order of time.
    mutating func settleAgenda(upTo now: Moment) {
        guard isListening else { return }
        prepareSchedule()
        while let (key, planned) = schedule?.takeItem(dueBy: now) {
            if let item = agenda[key], let next = nextMilestone(of: item), next.at <= planned {
                agenda[key]?.told += 1
                tell(next, of: key)
            }
            plan(key)
        }
    }

    /// Begins to watch everything that is not over: the first webhook is there. What came about before is not told.
    mutating func beginListening(at now: Moment) {
        for id in sessions.keys { beginWatching(.session, id, at: now) }
        for id in agentRuns.keys { beginWatching(.run, id, at: now) }
        for id in sessionRequests.keys { beginWatching(.sessionRequest, id, at: now) }
        for id in batches.keys { beginWatching(.batch, id, at: now) }
        for id in identities.keys { beginWatching(.identity, id, at: now) }
    }

    /// Watches nothing any more: the last webhook is gone.
    mutating func endListening() {
        for key in Array(agenda.keys) { agenda[key] = nil }
        schedule = nil
    }

    private mutating func beginWatching(_ kind: WatchedKind, _ id: String, at now: Moment) {
        guard let thing = thing(kind, id), !thing.isOver(at: now) else { return }
        addItem(kind, id, past: { $0 <= now })
        plan(AgendaItem.key(kind, id))
    }

    private mutating func addItem(_ kind: WatchedKind, _ id: String, past isPast: (Moment) -> Bool) {
        forgetWhatIsGone()
        let past = thing(kind, id)?.milestones(in: self).known.prefix { isPast($0.at) }.count
        let item = AgendaItem(kind: kind, id: id, ordinal: nextWebhookNumber(), told: past ?? 0)
        agenda[item.key] = item
    }

    /// Plans when a thing is looked at next, if ever; one that is gone is forgotten.
    private mutating func plan(_ key: String) {
        prepareSchedule()
        guard let item = agenda[key] else { return }
        guard thing(item.kind, item.id) != nil else {
            agenda[key] = nil
            return
        }
        if let next = nextMilestone(of: item) { schedule?.plan(item, at: next.at) }
    }

    /// Forgets things that are not there any more, seldom enough that it costs nothing.
    private mutating func forgetWhatIsGone() {
        let things = sessions.count + agentRuns.count + sessionRequests.count + batches.count + identities.count
        guard agenda.count > 2 * things + 1000 else { return }
        for (key, item) in Array(agenda.tree) where thing(item.kind, item.id) == nil { agenda[key] = nil }
    }

    /// What happens to a thing next; nil if nothing does that is known.
    func nextMilestone(of item: AgendaItem) -> Milestone? {
        thing(item.kind, item.id)?.milestones(in: self).known.dropFirst(item.told).first
    }

    private func thing(_ kind: WatchedKind, _ id: String) -> (any Watched)? {
        switch kind {
        case .session: sessions[id]
        case .run: agentRuns[id]
        case .sessionRequest: sessionRequests[id]
        case .batch: batches[id]
        case .identity: identities[id]
        }
    }
}
