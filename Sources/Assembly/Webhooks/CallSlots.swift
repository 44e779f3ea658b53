import DequeModule
import Synchronization

/// Bounds how many calls a process makes at the same time: in all, so that its files last, and to one address, so that a server
/// that hangs does not have them all.
final class CallSlots: Sendable {
    private struct Shared {
        var state: CallSlotState
        var continuations: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let shared: Mutex<Shared>

    /// - Parameters:
    ///   - limit: how many calls there may be.
    ///   - addressLimit: how many to one address.
    init(limit: Int = 256, addressLimit: Int = 32) {
        shared = Mutex(Shared(state: CallSlotState(limit: limit, addressLimit: addressLimit)))
    }

    /// Makes a call to an address when there is room for it; nil if the task is cancelled before.
    func call<Value: Sendable>(_ address: String, _ make: () async -> Value) async -> Value? {
        let ticket = shared.withLock { $0.state.enter(address) }
        defer { leave(ticket) }
        await wait(for: ticket)
        return Task.isCancelled ? nil : await make()
    }

    private func wait(for ticket: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = shared.withLock { shared in
                    guard !shared.state.isGranted(ticket), !Task.isCancelled else { return false }
                    shared.continuations[ticket] = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            let continuation = shared.withLock { $0.continuations.removeValue(forKey: ticket) }
            continuation?.resume()
        }
    }

    private func leave(_ ticket: Int) {
        let woken = shared.withLock { shared in
            shared.state.leave(ticket).compactMap { shared.continuations.removeValue(forKey: $0) }
        }
        for continuation in woken { continuation.resume() }
    }
}

/// Who calls and who waits for room, as a value.
struct CallSlotState {
    private let limit: Int
    private let addressLimit: Int
    private var next = 0
    /// The addresses of those who call, by ticket.
    private var calling: [Int: String] = [:]
    private var calls: [String: Int] = [:]
    /// Those who wait, in the order in which they came.
    private var waiting = Deque<(ticket: Int, address: String)>()

    init(limit: Int, addressLimit: Int) {
        self.limit = limit
        self.addressLimit = addressLimit
    }

    /// Somebody wants to call an address. Returns a ticket, which may be granted at once.
    mutating func enter(_ address: String) -> Int {
        next += 1
        if hasRoom(for: address) { grant(next, address) } else { waiting.append((next, address)) }
        return next
    }

    /// Whether this one may call.
    func isGranted(_ ticket: Int) -> Bool { calling[ticket] != nil }

    /// One who called is done, or one who waited does not want to any more. Returns who may call now.
    mutating func leave(_ ticket: Int) -> [Int] {
        guard let address = calling.removeValue(forKey: ticket) else {
            waiting.removeAll { $0.ticket == ticket }
            return []
        }
        let left = (calls[address] ?? 1) - 1
        calls[address] = left > 0 ? left : nil
        guard let index = waiting.firstIndex(where: { hasRoom(for: $0.address) }) else { return [] }
        let first = waiting.remove(at: index)
        grant(first.ticket, first.address)
        return [first.ticket]
    }

    private func hasRoom(for address: String) -> Bool {
        calling.count < limit && calls[address] ?? 0 < addressLimit
    }

    private mutating func grant(_ ticket: Int, _ address: String) {
        calling[ticket] = address
        calls[address, default: 0] += 1
    }
}
