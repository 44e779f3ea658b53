/// What ended browsers left, of all sessions together up to a bound; what is oldest goes first.
struct RemainsShelf {
    /// How many bytes there may be.
    static let limit = 1 << 30

    private struct Row {
        let key: BrowserKey
        let remains: BrowserRemains
        let folder: String
        let bytes: Int
    }

    private let limit: Int
    private var rows: [Row] = []
    private var bytes = 0

    init(limit: Int = RemainsShelf.limit) {
        self.limit = limit
    }

    /// The sessions that something is left of.
    var keys: Set<BrowserKey> { Set(rows.map(\.key)) }

    /// What is left of a session, of all its browsers one after the other.
    func remains(of key: BrowserKey) -> BrowserRemains? {
        let all = rows.filter { $0.key == key }.map(\.remains)
        guard !all.isEmpty else { return nil }
        return BrowserRemains(
            downloads: all.flatMap(\.downloads), recording: all.last { $0.recording != nil }?.recording)
    }

    /// Keeps what lies in a folder; returns the folders that have to go for it.
    mutating func add(_ remains: BrowserRemains, in folder: String, of key: BrowserKey) -> [String] {
        let size = (remains.downloads.map(\.size) + [remains.recording?.size ?? 0]).reduce(0) { sum, size in
            sum.addingReportingOverflow(max(size, 0)).overflow ? .max : sum + max(size, 0)
        }
        guard size <= limit else { return [folder] }
        var unwanted: [String] = []
        while bytes > limit - size, !rows.isEmpty {
            let row = rows.removeFirst()
            bytes -= row.bytes
            unwanted.append(row.folder)
        }
        rows.append(Row(key: key, remains: remains, folder: folder, bytes: size))
        bytes += size
        return unwanted
    }

    /// Forgets what is left of sessions; returns the folders that go.
    mutating func remove(where isMeant: (BrowserKey) -> Bool) -> [String] {
        let removed = rows.filter { isMeant($0.key) }
        rows.removeAll { isMeant($0.key) }
        bytes -= removed.reduce(0) { $0 + $1.bytes }
        return removed.map(\.folder)
    }
}
