import FoundationEssentials
import Synchronization

/// The content of a file that a client brought: counted once against the process's budget, however many states, snapshots and
/// undo records have it, and given back when the last of them lets it go.
public final class StoredBytes: Sendable {
    /// The content.
    public let bytes: [UInt8]
    private let budget: StoredBytesBudget?

    /// - Parameter budget: what it is charged to; throws if that has no room for it.
    public init(_ bytes: [UInt8], chargedTo budget: StoredBytesBudget) throws(StoredBytesRefusal) {
        try budget.charge(bytes.count)
        self.bytes = bytes
        self.budget = budget
    }

    /// Content that is there already, in a scenario or in a file: counted, and taken whether there is room for it or not.
    public init(present bytes: [UInt8], chargedTo budget: StoredBytesBudget? = nil) {
        budget?.note(bytes.count)
        self.bytes = bytes
        self.budget = budget
    }

    deinit { budget?.giveBack(bytes.count) }

    /// How many bytes it has.
    public var count: Int { bytes.count }
}

extension StoredBytes: Equatable {
    /// Whether both have the same content.
    public static func == (left: StoredBytes, right: StoredBytes) -> Bool {
        left === right || left.bytes == right.bytes
    }
}

/// Written as base64. What is read is charged to the decoder's budget if it has one.
extension StoredBytes: Codable {
    /// Reads what `encode(to:)` wrote.
    public convenience init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let data = Data(base64Encoded: text) else { throw DecodingError.malformed(decoder, "is not base64") }
        let budget = decoder.userInfo[.storedBytesBudget] as? StoredBytesBudget
        self.init(present: [UInt8](data), chargedTo: budget)
    }

    /// Writes the content; for people to look at, how long it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard encoder.userInfo[.leavesContentsOut] == nil else { return try container.encode("\(count) bytes") }
        try container.encode(Data(bytes).base64EncodedString())
    }
}

/// What the contents of all files of the process may take together.
public final class StoredBytesBudget: Sendable {
    /// In bytes.
    public let limit: Int
    private let taken = Atomic<Int>(0)

    /// - Parameter limit: in bytes.
    public init(limit: Int = 512 << 20) {
        self.limit = limit
    }

    /// How many bytes are taken.
    public var used: Int { taken.load(ordering: .relaxed) }

    fileprivate func charge(_ count: Int) throws(StoredBytesRefusal) {
        guard taken.add(count, ordering: .relaxed).newValue > limit else { return }
        giveBack(count)
        throw StoredBytesRefusal(limit: limit)
    }

    fileprivate func note(_ count: Int) {
        taken.add(count, ordering: .relaxed)
    }

    fileprivate func giveBack(_ count: Int) {
        taken.subtract(count, ordering: .relaxed)
    }
}

/// There is no room for a file's content.
public struct StoredBytesRefusal: Error, Equatable {
    /// What all may take together.
    public let limit: Int
}

extension CodingUserInfoKey {
    /// The `StoredBytesBudget` that what a decoder reads is charged to.
    public static let storedBytesBudget = CodingUserInfoKey(name: "drydock.storedBytesBudget")
}
