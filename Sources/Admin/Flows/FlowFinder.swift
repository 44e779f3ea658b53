import Kernel
import KernelHTTP
import NIOCore

/// Finds flows in a journal: exchanges belong together because an answer of one issued what a request of another used.
///
/// What many flows share – an application, a user pool, a key – joins none to another; whatever made it is shown before
/// each. Each exchange is looked at once, and each of its values once.
struct FlowFinder {
    /// How many of the newest exchanges are looked at.
    static let mostEntries = 2000
    /// How many bytes of bodies at most; older exchanges are left out beyond that.
    static let mostBytes = 8 << 20
    /// The largest body that is looked into. Nothing that issues ids is as large.
    static let largestBody = 128 << 10
    private static let longestPrologue = 8

    private let exchanges: [FlowExchange]
    /// The exchange that leads to the group of another; one that leads to itself stands for its group.
    private var leaders: [Int]
    /// Where each value came first, or for a user last.
    private var homes: [String: Int] = [:]
    /// Where what is shared, or was only listed, came from.
    private var origins: [String: Int] = [:]
    /// How often a value was looked up: the measure of the work.
    private(set) var steps = 0

    /// The flows of a journal's newest exchanges.
    init(_ entries: some BidirectionalCollection<JournalEntry>) {
        var read: [FlowExchange] = []
        var bytes = 0
        for entry in entries.reversed().prefix(Self.mostEntries) {
            for size in [entry.requestBody.readableBytes, entry.responseBody.readableBytes] {
                bytes += size <= Self.largestBody ? size : 0
            }
            guard bytes <= Self.mostBytes else { break }
            read.append(FlowExchange(entry, longestBody: Self.largestBody))
        }
        exchanges = Self.asTheyBegan(read.reversed())
        leaders = Array(exchanges.indices)
        for index in exchanges.indices { place(index) }
    }

    private static func asTheyBegan(_ exchanges: [FlowExchange]) -> [FlowExchange] {
        let order = exchanges.enumerated().map { ExchangeOrder(number: $1.number, direction: $1.direction, place: $0) }
        return exchanges.indices.sorted { order[$0] < order[$1] }.map { exchanges[$0] }
    }

    // MARK: Joining

    private mutating func place(_ index: Int) {
        let exchange = exchanges[index]
        if !exchange.operation.makesShared {
            join(index)
            settle(index)
        }
        for value in exchange.issued.all where value.kind != .shared {
            steps += 1
            if value.kind == .user {
                homes[value.key] = index
            } else if homes[value.key] == nil, origins[value.key] == nil {
                if exchange.operation.makesShared { origins[value.key] = index } else { homes[value.key] = index }
            }
        }
        for value in exchange.listed.all {
            steps += 1
            if value.kind != .user, homes[value.key] == nil, origins[value.key] == nil { origins[value.key] = index }
        }
    }

    /// Joins an exchange to those that issued what it uses; to a user's newest flow only where nothing else says more.
    private mutating func join(_ index: Int) {
        var isJoined = false
        for value in exchanges[index].used.all where value.kind == .issued || value.kind == .named {
            steps += 1
            guard let home = homes[value.key] else { continue }
            unite(index, home)
            isJoined = true
        }
        guard !isJoined else { return }
        for value in exchanges[index].used.all where value.kind == .user {
            steps += 1
            guard let home = homes[value.key], !beginsAnew(exchanges[index], after: exchanges[home]) else { continue }
            unite(index, home)
        }
    }

    /// A user who links again begins another flow; the token for that may have been made just before.
    private func beginsAnew(_ exchange: FlowExchange, after last: FlowExchange) -> Bool {
        guard exchange.operation.begins == .link else { return false }
        if exchange.operation.place == .linkPage, exchange.detail != "open" { return false }
        return exchange.operation.makesUserToken || !last.operation.makesUserToken
    }

    /// Remembers an exchange as the first one that names a value which no answer of the journal issued.
    private mutating func settle(_ index: Int) {
        for value in exchanges[index].used.all {
            steps += 1
            switch value.kind {
            case .user: homes[value.key] = index
            case .named where homes[value.key] == nil: homes[value.key] = index
            // Nobody but us has sent it, so we have issued it.
            case .issued where homes[value.key] == nil && exchanges[index].direction == .outgoing:
                homes[value.key] = index
            default: break
            }
        }
    }

    private mutating func leader(of index: Int) -> Int {
        var index = index
        while leaders[index] != index {
            leaders[index] = leaders[leaders[index]]
            index = leaders[index]
        }
        return index
    }

    /// The older one stands for both.
    private mutating func unite(_ one: Int, _ other: Int) {
        let (first, second) = (leader(of: one), leader(of: other))
        leaders[max(first, second)] = min(first, second)
    }

    // MARK: Flows

    /// The flows, the one with the newest exchange first.
    mutating func flows() -> [Flow] {
        var groups: [Int: [Int]] = [:]
        for index in exchanges.indices where !exchanges[index].operation.makesShared {
            groups[leader(of: index), default: []].append(index)
        }
        var ids: Set<String> = []
        return groups.values.filter(isFlow).sorted { $0[0] < $1[0] }.map { members in
            (members[members.count - 1], flow(of: members, &ids))
        }.sorted { $0.0 > $1.0 }.map(\.1)
    }

    /// One call that leads to nothing is none, unless something begins with it.
    private func isFlow(_ members: [Int]) -> Bool {
        members.count > 1 || exchanges[members[0]].operation.begins != nil
    }

    private mutating func flow(of members: [Int], _ ids: inout Set<String>) -> Flow {
        let first = exchanges[members[0]]
        let stem = first.direction == .outgoing ? "s\(first.number)" : "\(first.number)"
        var (id, count) = (stem, 1)
        while !ids.insert(id).inserted {
            count += 1
            id = "\(stem)-\(count)"
        }
        return Flow(id: id, prologue: prologue(of: members), exchanges: members.map { exchanges[$0] })
    }

    /// What made the shared objects that the exchanges use, and those that these needed.
    private mutating func prologue(of members: [Int]) -> [FlowExchange] {
        let own = Set(members)
        let newest = members[members.count - 1]
        var found: Set<Int> = []
        var asked = members
        while !asked.isEmpty, found.count < Self.longestPrologue {
            var next: [Int] = []
            for value in asked.lazy.flatMap({ [exchanges] in exchanges[$0].used.all }) where value.kind != .user {
                steps += 1
                guard let origin = origins[value.key], origin < newest,
                    found.count < Self.longestPrologue, !own.contains(origin), found.insert(origin).inserted
                else { continue }
                next.append(origin)
            }
            asked = next
        }
        return found.sorted().map { exchanges[$0] }
    }
}
