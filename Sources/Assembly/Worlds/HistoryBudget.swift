import DequeModule
import NIOCore
import Synchronization

/// The marks of requests that all worlds may keep together, by number and by the weight of what leads back to them. The oldest
/// of the process go first, in whichever world.
final class HistoryBudget: Sendable {
    private let charges: Mutex<HistoryCharges>

    /// - Parameters:
    ///   - limit: how many marks are kept at most.
    ///   - bytes: what they may weigh together.
    init(limit: Int, bytes: Int = 64 << 20) {
        charges = Mutex(HistoryCharges(limit: limit, bytes: bytes))
    }

    /// Counts and weighs the mark of request `number`, at the cost of the oldest ones if there is too much.
    func charge(_ history: RequestHistory, before number: Int, weight: Int) {
        let victims = charges.withLock { $0.add(HistoryCharge(history: history, number: number, weight: weight)) }
        for victim in victims { victim.history.forget(through: victim.number) }
    }
}

/// What one mark takes.
private struct HistoryCharge {
    let history: RequestHistory
    let number: Int
    let weight: Int
}

/// What all marks take, oldest first.
private struct HistoryCharges {
    /// What a mark takes even if nothing was changed: itself, its place and its charge.
    private static let frame = 512

    private let limit: Int
    private let bytes: Int
    private var charges = Deque<HistoryCharge>()
    private var weight = 0

    init(limit: Int, bytes: Int) {
        self.limit = limit
        self.bytes = bytes
    }

    /// Adds one; returns those that must go for it.
    ///
    /// What worlds forget of themselves is only noticed when a limit is reached, and then a twentieth of it is made free, so
    /// that looking through all is rare. The newest stays, however much it weighs: it is the one that a test goes back to.
    mutating func add(_ charge: HistoryCharge) -> [HistoryCharge] {
        charges.append(charge)
        weight += Self.frame + charge.weight
        guard charges.count > limit || weight > bytes else { return [] }
        charges.removeAll { !$0.history.keeps($0.number) }
        weight = charges.reduce(0) { $0 + Self.frame + $1.weight }
        var victims: [HistoryCharge] = []
        while charges.count > limit - limit / 20 || weight > bytes - bytes / 20, charges.count > 1 {
            guard let oldest = charges.popFirst() else { break }
            weight -= Self.frame + oldest.weight
            victims.append(oldest)
        }
        return victims
    }
}

/// About how many bytes the objects take that a request makes out of its body.
///
/// An estimate on the safe side, by what the body looks like: as values in memory, a text takes about its length, and each
/// member or element of a JSON value or of a form takes an object of its own besides.
enum RequestWeight {
    /// What an element, a member or a container takes besides its text.
    private static let part = 48

    /// The weight of a request with this body; 0 for one without.
    static func bytes(of body: ByteBuffer) -> Int {
        guard body.readableBytes > 0 else { return 0 }
        return body.withUnsafeReadableBytes { bytes in
            var parts = 0
            for byte in bytes { parts += isDelimiter(byte) ? 1 : 0 }
            return bytes.count + part * parts
        }
    }

    /// Whether a byte stands where a part begins, inside of texts or not.
    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "&"): true
        default: false
        }
    }
}
