import HeapModule
import Kernel

/// When something is to be done for webhooks: what is watched, by the instant at which its next milestone may come, and the
/// deliveries of each webhook, by the instant of their next try.
///
/// It follows from the tables and is made of them when it is first needed: nothing of it is kept, and a state that somebody goes
/// back to has none. What it says of things that are watched is a hint: they are looked at when their time comes.
struct WebhookSchedule: Sendable {
    /// Something whose time comes.
    private struct Entry: Comparable, Sendable {
        let at: Moment
        /// What comes first of two at one instant.
        let ordinal: Int64
        let key: String

        static func < (left: Entry, right: Entry) -> Bool {
            (left.at, left.ordinal, left.key) < (right.at, right.ordinal, right.key)
        }
    }

    /// The deliveries to one webhook. Its tries are made one after the other.
    private struct Queue: Sendable {
        var entries = Heap<Entry>()
        var isBusy = false
    }

    private var items = Heap<Entry>()
    /// The earliest instant that is planned for each thing.
    private var planned: [String: Moment] = [:]
    private var queues: [String: Queue] = [:]

    /// When something is to be done next; nil if nothing will be.
    var dueAt: Moment? {
        queues.values.reduce(items.min?.at) { earliest, queue in
            guard !queue.isBusy, let at = queue.entries.min?.at else { return earliest }
            return min(earliest ?? at, at)
        }
    }

    // MARK: - What is watched

    /// Has a thing looked at when `instant` has come.
    mutating func plan(_ item: AgendaItem, at instant: Moment) {
        guard planned[item.key].map({ instant < $0 }) ?? true else { return }
        planned[item.key] = instant
        items.insert(Entry(at: instant, ordinal: item.ordinal, key: item.key))
    }

    /// Takes out the first thing whose time has come by `now`.
    mutating func takeItem(dueBy now: Moment) -> (key: String, planned: Moment)? {
        guard let entry = items.min, entry.at <= now else { return nil }
        items.removeMin()
        if planned[entry.key] == entry.at { planned[entry.key] = nil }
        return (entry.key, entry.at)
    }

    // MARK: - Deliveries

    /// Has a delivery tried when its time has come.
    mutating func enqueue(_ delivery: WebhookDelivery) {
        queues[delivery.webhookID, default: Queue()].entries.insert(
            Entry(at: delivery.dueAt, ordinal: delivery.ordinal, key: delivery.id))
    }

    /// The webhooks that have no try under way and one that is due, the earliest first.
    func webhooksDue(by now: Moment) -> [String] {
        queues.compactMap { id, queue -> (first: Entry, id: String)? in
            guard !queue.isBusy, let first = queue.entries.min, first.at <= now else { return nil }
            return (first, id)
        }.sorted { $0.first < $1.first }.map(\.id)
    }

    /// Takes out the first delivery of a webhook that is due.
    mutating func takeDelivery(to webhookID: String, dueBy now: Moment) -> String? {
        guard let first = queues[webhookID]?.entries.min, first.at <= now else { return nil }
        queues[webhookID]?.entries.removeMin()
        return first.key
    }

    /// A try is under way to a webhook, or is not any more.
    mutating func setBusy(_ isBusy: Bool, _ webhookID: String) {
        queues[webhookID]?.isBusy = isBusy
        if !isBusy, queues[webhookID]?.entries.isEmpty ?? false { queues[webhookID] = nil }
    }

    /// Nothing is sent to a webhook any more.
    mutating func forget(_ webhookID: String) {
        queues[webhookID] = nil
    }
}
