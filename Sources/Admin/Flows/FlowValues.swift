import Kernel
import KernelHTTP

/// The values in an exchange by which it can belong to a flow: ids and tokens, and the names of users.
///
/// Whatever a client sends comes through here, so all of it is bounded: so many values, no longer than so much each.
struct FlowValues: Sendable {
    /// A value together with what its name says of it.
    struct Value: Hashable, Sendable {
        /// What tells it from all other values.
        let key: String
        /// How it joins exchanges.
        let kind: Kind
    }

    /// How a value joins exchanges.
    enum Kind: Hashable, Sendable {
        /// Wherever it is used, once an answer has issued it.
        case issued
        /// The same, and the first request that names it will do where no answer of the journal issued it.
        case named
        /// A person whom the customer names over and over, or that person's token: only the newest flow of that person.
        case user
        /// An object that many flows share: it joins none to another.
        case shared
    }

    private static let userPrefix = "user "
    private static let most = 200
    private static let longest = 2048

    /// The values, each once, in the order in which they came.
    private(set) var all: [Value] = []
    private var seen: Set<Value> = []

    /// The first person who is named; nil if there is none.
    var user: String? {
        all.lazy.filter { $0.kind == .user && $0.key.hasPrefix(Self.userPrefix) }.first.map {
            String($0.key.dropFirst(Self.userPrefix.count))
        }
    }

    // MARK: Names

    private static let sharedNames: Set<String> = [
        "application", "authflow", "webhook", "project", "team", "organization", "member", "userpool", "sdkclient",
        "client", "apikey", "key", "profile", "extension", "certificate", "integration", "volume", "task", "tool",
        "connector", "chromeextension",
    ]

    private static let ownNames: Set<String> = [
        "identity", "session", "token", "appuseridtoken", "batch", "batchsession", "run", "workflow", "browser", "cdp",
        "live", "link", "request", "async", "performwebtask", "event", "intervention",
    ]

    private static let userNames: Set<String> = ["owner", "appuser", "externaluser"]

    /// The noun of a name: `identity` for `identity_id`, `identityId`, `identities` and `identity-ids`.
    static func noun(_ name: some StringProtocol) -> String {
        guard name.utf8.count <= 64 else { return "" }
        var noun = name.lowercased().filter { $0 != "_" && $0 != "-" }
        if noun.hasSuffix("ids") { noun.removeLast(3) } else if noun.hasSuffix("id") { noun.removeLast(2) }
        if noun.hasSuffix("ies") { return noun.dropLast(3) + "y" }
        return noun.hasSuffix("s") ? String(noun.dropLast()) : noun
    }

    /// Whether a member of this name can hold what a later request uses.
    private static func isIdentifying(_ name: String, noun: String) -> Bool {
        let lowered = name.lowercased()
        return lowered.hasSuffix("id") || lowered.hasSuffix("ids") || lowered.hasSuffix("token")
            || ownNames.contains(noun) || userNames.contains(noun)
    }

    // MARK: Adding

    /// Adds a text that stands under a name.
    ///
    /// - Parameter anyName: whether any name will do, as in requests; an answer issues under the names of ids and tokens only.
    mutating func add(_ text: some StringProtocol, named name: String, anyName: Bool) {
        guard all.count < Self.most, !text.isEmpty, text.utf8.count <= Self.longest else { return }
        let noun = Self.noun(name)
        if Self.userNames.contains(noun) { return insert(Self.userPrefix + text, .user) }
        // The same person's token may be the same text each time, as while the clock stands still.
        if text.hasPrefix("eyJ"), text.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 2 {
            insert("token \(text)", .user)
            return add(subjectOf: text)
        }
        guard anyName || Self.isIdentifying(name, noun: noun) else { return }
        if Self.sharedNames.contains(noun) { return insert(String(text), .shared) }
        let isOwn = Self.ownNames.contains(noun)
        if Self.looksIssued(text) { return insert(String(text), isOwn ? .named : .issued) }
        // A scenario may give plain ids; those are told apart by their names.
        if isOwn, text.utf8.contains(where: \.isDigit), text.utf8.allSatisfy(\.isOfID) {
            insert("\(noun) \(text)", .named)
        }
    }

    private mutating func insert(_ key: String, _ kind: Kind) {
        let value = Value(key: key, kind: kind)
        if seen.insert(value).inserted { all.append(value) }
    }

    /// Whether a text looks as if somebody had issued it: nobody types as much.
    private static func looksIssued(_ text: some StringProtocol) -> Bool {
        text.utf8.count >= 16 && text.utf8.contains(where: \.isDigit) && text.utf8.allSatisfy(\.isOfID)
    }

    private static func isAddress(_ text: String) -> Bool { text.utf8.firstRange(of: "://".utf8) != nil }

    /// Adds what an address has in its path and query.
    mutating func add(address: some StringProtocol, anyName: Bool) {
        guard address.utf8.count <= 16 * 1024 else { return }
        var rest = address[...]
        let scheme = rest.prefix { $0 != "/" && $0 != "?" }
        if scheme.hasSuffix(":"), rest[scheme.endIndex...].hasPrefix("//") {
            rest = rest[scheme.endIndex...].dropFirst(2)
            rest = rest[(rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex)...]
        }
        let path = rest.prefix { $0 != "?" && $0 != "#" }
        var before = ""
        for segment in path.split(separator: "/").prefix(32) {
            let text = PercentCoding.decode(segment, plusIsSpace: false)
            // A word of the path says what stands behind it.
            add(text, named: before, anyName: anyName || Self.ownNames.contains(Self.noun(before)))
            before = text
        }
        let query = rest[path.endIndex...].dropFirst().prefix { $0 != "#" }
        add(pairs: NamedValues(urlEncoded: query), anyName: anyName)
    }

    /// Adds the values of a query or form.
    mutating func add(pairs: NamedValues, anyName: Bool) {
        for pair in pairs.pairs.prefix(Self.most) {
            if Self.isAddress(pair.value) {
                add(address: pair.value, anyName: false)
            } else {
                add(pair.value, named: pair.name, anyName: anyName)
            }
        }
    }

    /// Adds the user whom a JSON Web Token names. Nothing is verified: it only says which exchanges are shown together.
    private mutating func add(subjectOf token: some StringProtocol) {
        guard let payload = token.split(separator: ".").dropFirst().first,
            let claims = try? JSONParser.parse(Base64.decode(payload))
        else { return }
        if let subject = claims.object?["sub"]?.string { add(subject, named: "appUserId", anyName: true) }
    }

    /// Adds the leaves of a JSON value; what stands in a list of an answer is left to `listed`.
    mutating func add(json: JSONValue, anyName: Bool, listed: inout FlowValues) {
        add(json, named: "", anyName: anyName, isListed: false, depth: 0, listed: &listed)
    }

    private mutating func add(
        _ json: JSONValue, named name: String, anyName: Bool, isListed: Bool, depth: Int, listed: inout FlowValues
    ) {
        guard depth < 16, all.count < Self.most, listed.all.count < Self.most else { return }
        switch json {
        case .string(let text):
            if isListed, !anyName {
                listed.addLeaf(text, named: name, anyName: anyName)
            } else {
                addLeaf(text, named: name, anyName: anyName)
            }
        case .array(let elements):
            for element in elements.prefix(Self.most) {
                add(element, named: name, anyName: anyName, isListed: true, depth: depth + 1, listed: &listed)
            }
        case .object(let object):
            for member in object.members.prefix(Self.most) {
                // `identities: [{id: …}]` is as good as `identity_id`; `data: {id: …}` says nothing.
                let isPlainID = member.name == "id" && Self.ownNames.contains(Self.noun(name))
                add(
                    member.value, named: isPlainID ? "\(name)Id" : member.name, anyName: anyName, isListed: isListed,
                    depth: depth + 1, listed: &listed)
            }
        default: break
        }
    }

    private mutating func addLeaf(_ text: String, named name: String, anyName: Bool) {
        guard text.utf8.count <= 16 * 1024 else { return }
        if Self.isAddress(text) {
            add(address: text, anyName: false)
        } else {
            add(text, named: name, anyName: anyName)
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// What ids and tokens consist of.
    fileprivate var isOfID: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || "-_.".utf8.contains(self)
    }
}

extension Base64 {
    /// The bytes of a text with or without padding, in the usual alphabet or in that of URLs; what is of neither is passed over.
    static func decode(_ text: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var (bits, count) = (0, 0)
        for letter in text.utf8 {
            let value: UInt8
            switch letter {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = letter - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = letter - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            default: continue
            }
            bits = bits << 6 & 0xFFFF | Int(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return bytes
    }
}
