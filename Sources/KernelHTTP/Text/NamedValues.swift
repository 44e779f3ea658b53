import Kernel

/// Names with values in the order in which they came: a query, a form, cookies, path parameters.
public struct NamedValues: Sendable, Hashable {
    /// One name and its value, decoded.
    public struct Pair: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public let value: String

        /// A pair of these.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// How many pairs are read; a request that has more is refused as a whole (ours).
    public static let most = 1000

    /// The pairs in order.
    public let pairs: [Pair]
    /// Where each name comes first; nil where there are so few that looking at all of them is quicker.
    private let places: [String: Int]?

    /// These pairs.
    public init(_ pairs: [Pair] = []) {
        self.pairs = pairs
        places =
            pairs.count <= Self.few ? nil : Dictionary(zip(pairs.map(\.name), pairs.indices)) { first, _ in first }
    }

    private static let few = 16

    /// Reads `a=1&b=2` as a query or an urlencoded form has it.
    public init(urlEncoded text: some StringProtocol) {
        // On bytes: a form of some megabytes shall not cost seconds.
        let parts = text.utf8.split(separator: UInt8(ascii: "&"), maxSplits: Self.most).prefix(Self.most)
        self.init(
            parts.map { part in
                let (name, value) = Self.sides(of: part)
                return Pair(
                    name: PercentCoding.decode(name, plusIsSpace: true),
                    value: value.map { PercentCoding.decode($0, plusIsSpace: true) } ?? "")
            })
    }

    /// Reads `a=1; b=2` as a `Cookie` header has it.
    public init(cookies text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), maxSplits: Self.most).prefix(Self.most)
        self.init(
            parts.map { part in
                let (name, value) = Self.sides(of: part)
                return Pair(
                    name: String(name.drop { $0 == " " }),
                    value: value.map { PercentCoding.decode($0, plusIsSpace: false) } ?? "")
            })
    }

    /// Whether a query or an urlencoded form of these bytes has more pairs than are read. A short one costs no look.
    public static func areTooMany(inURLEncoded bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count > most else { return false }
        var separators = 0
        for byte in bytes where byte == UInt8(ascii: "&") {
            separators += 1
            if separators >= most { return true }
        }
        return false
    }

    /// What stands before and behind the first `=`; nothing behind where there is none.
    private static func sides(of part: some Collection<UInt8>) -> (name: String, value: String?) {
        guard let sign = part.firstIndex(of: UInt8(ascii: "=")) else {
            return (String(decoding: part, as: UTF8.self), nil)
        }
        let value = part[part.index(after: sign)...]
        return (String(decoding: part[..<sign], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    /// The first value of this name.
    public subscript(name: String) -> String? {
        if let places { return places[name].map { pairs[$0].value } }
        return pairs.first { $0.name == name }?.value
    }

    /// The first id of this name; nil if there is none or it is empty.
    public func id(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : ObjectID($0).text }
    }
}
