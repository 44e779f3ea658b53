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
    ///
    /// - Parameter displaced: the mark of the same world that made room for it.
    func charge(_ history: RequestHistory, before number: Int, weight: Int, displacing displaced: RequestMark? = nil) {
        let charge = HistoryCharge(history: history, number: number, weight: weight)
        let victims = charges.withLock { charges in
            if let displaced { charges.release(displaced) }
            return charges.add(charge)
        }
        for victim in victims { letGo(victim) }
    }

    /// Marks are not kept any more, and nobody had to make room.
    func release(_ marks: some Sequence<RequestMark>) {
        charges.withLock { charges in
            for mark in marks { charges.release(mark) }
        }
    }

    private func letGo(_ victim: HistoryCharge) {
        let forgotten = victim.history.forget(through: victim.number)
        guard forgotten.oldest?.number != victim.number || !forgotten.others.isEmpty else { return }
        // Requests that came at the same time are charged in any order, and a world may be quicker.
        charges.withLock { charges in
            charges.takeBack(victim)
            if let oldest = forgotten.oldest { charges.release(oldest) }
            for mark in forgotten.others { charges.release(mark) }
        }
    }
}

/// What one mark takes.
private struct HistoryCharge {
    let history: RequestHistory
    let number: Int
    let weight: Int

    /// Whether the mark is still there.
    var isLive: Bool { history.keeps(number) }
}

/// What all marks take, oldest first.
///
/// Those that worlds have forgotten of themselves stay in the list for a while and count nothing: to look for them is to look at
/// all worlds, whose memory is nowhere near the processor.
private struct HistoryCharges {
    /// What a mark takes even if nothing was changed: itself, its place and its charge.
    private static let frame = 512

    private let limit: Int
    private let bytes: Int
    private var charges = Deque<HistoryCharge>()
    /// How many of them are of marks that are there no more.
    private var goneCount = 0
    /// What the others weigh.
    private var weight = 0

    init(limit: Int, bytes: Int) {
        self.limit = limit
        self.bytes = bytes
    }

    private var liveCount: Int { charges.count - goneCount }

    /// A mark is not kept any more.
    mutating func release(_ mark: RequestMark) {
        goneCount += 1
        weight -= Self.frame + mark.weight
    }

    /// The mark of this charge, which was to go, was not there any more.
    mutating func takeBack(_ victim: HistoryCharge) {
        goneCount -= 1
        weight += Self.frame + victim.weight
    }

    /// Adds one; returns those that must go for it. It stays itself, however much it weighs: it is the one that a test goes back to.
    mutating func add(_ charge: HistoryCharge) -> [HistoryCharge] {
        charges.append(charge)
        weight += Self.frame + charge.weight
        if goneCount > max(limit / 4, liveCount) { sweep() }
        var victims: [HistoryCharge] = []
        while liveCount > limit || weight > bytes, charges.count > 1, let oldest = charges.popFirst() {
            if oldest.isLive {
                weight -= Self.frame + oldest.weight
                victims.append(oldest)
            } else {
                goneCount -= 1
            }
        }
        return victims
    }

    private mutating func sweep() {
        charges.removeAll { !$0.isLive }
        goneCount = 0
        weight = charges.reduce(0) { $0 + Self.frame + $1.weight }
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
