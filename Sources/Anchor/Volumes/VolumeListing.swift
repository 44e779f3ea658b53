import FoundationEssentials
import HashTreeCollections
import Kernel
import KernelHTTP

/// One page of a list that is in the order of its paths.
struct VolumePage<Item: Sendable>: Sendable {
    let items: [Item]
    /// Where the next page begins; nil if there is none.
    let nextCursor: String?

    /// The first items behind `start`.
    ///
    /// - Parameter key: what the items are sorted by already.
    init(_ sorted: some Collection<Item>, after start: VolumeCursor?, limit: Int, key: (Item) -> String) {
        let rest = sorted.drop { item in start.map { key(item) <= $0.path } ?? false }
        items = Array(rest.prefix(limit))
        nextCursor = rest.count > limit ? items.last.map { VolumeCursor(path: key($0)).text } : nil
    }

    private init(items: [Item], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }

    /// The page of what `show` makes of each item.
    func map<Shown>(_ show: (Item) -> Shown) -> VolumePage<Shown> {
        VolumePage<Shown>(items: items.map(show), nextCursor: nextCursor)
    }
}

/// Where a page begins: behind this path, whether or not it is still there. So what is made or deleted between two pages moves
/// nothing else. For clients it is opaque.
struct VolumeCursor: Sendable, Equatable {
    let path: String

    init(path: String) {
        self.path = path
    }

    /// Reads what `text` gave; nil for anything else.
    init?(_ text: String) {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding), let path = String(bytes: data, encoding: .utf8) else {
            return nil
        }
        self.path = path
        guard self.text == text else { return nil }
    }

    /// As `next_cursor` has it: nothing that a query would change.
    var text: String {
        Data(path.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}

/// Which part of a long list a request asks for.
struct VolumePaging: Sendable {
    /// How many items a page has if nothing is said, and at most (anchor.md 12.16; that the first is the same is ours).
    private static let most = 1000

    let start: VolumeCursor?
    let limit: Int

    init(_ query: QueryFields) throws(AnchorProblem) {
        limit =
            try query.integer("limit", "a number from 1 to \(Self.most)") { (1...Self.most).contains($0) } ?? Self.most
        guard let text = query.text("cursor") else {
            start = nil
            return
        }
        start = VolumeCursor(text)
        if start == nil {
            throw .invalid("cursor must be one that a list gave", CommonReason.queryInvalid)
        }
    }
}

/// What is in volumes, as lists show it. It looks through all entries of the world; hence on a copy, with no lock held.
extension AnchorState {
    /// What is in a folder, or right in it, by path. Throws for a folder that is not there.
    ///
    /// - Parameter folder: nil for the whole volume.
    func entries(in folder: VolumePath?, of volumeID: String, recursively: Bool) throws(AnchorProblem) -> [VolumeEntry]
    {
        if let folder {
            guard let entry = volumeEntries[VolumeEntry.key(volumeID, folder)] else {
                throw .unknownPath(folder.text, of: volumeID)
            }
            if entry.file != nil { throw .fileInTheWay(folder) }
        }
        let prefix = folder.map { $0.text + "/" } ?? ""
        return sortedEntries(of: volumeID) { path in
            guard path.utf8.starts(with: prefix.utf8) else { return false }
            return recursively || !path.utf8.dropFirst(prefix.utf8.count).contains(UInt8(ascii: "/"))
        }
    }

    /// Every path that begins with `prefix`, folders with a slash behind them.
    func paths(startingWith prefix: String, of volumeID: String) -> [String] {
        sortedEntries(of: volumeID) { _ in true }.map(\.listedPath).filter { $0.utf8.starts(with: prefix.utf8) }
            .sorted()
    }

    private func sortedEntries(of volumeID: String, _ keeps: (String) -> Bool) -> [VolumeEntry] {
        volumeEntries.values.filter { $0.volumeID == volumeID && keeps($0.path) }.sorted { $0.path < $1.path }
    }
}
