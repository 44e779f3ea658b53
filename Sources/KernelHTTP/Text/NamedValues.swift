/// Names with values in the order in which they came: a query, a form, cookies, path parameters.
package struct NamedValues: Sendable, Hashable {
    /// One name and its value, decoded.
    package struct Pair: Sendable, Hashable {
        /// The name.
        package let name: String
        /// The value.
        package let value: String

        /// A pair of these.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The pairs in order.
    package let pairs: [Pair]

    /// These pairs.
    package init(_ pairs: [Pair] = []) {
        self.pairs = pairs
    }

    /// Reads `a=1&b=2` as a query or an urlencoded form has it.
    package init(urlEncoded text: some StringProtocol) {
        // On bytes: a form of some megabytes shall not cost seconds.
        pairs = text.utf8.split(separator: UInt8(ascii: "&")).map { part in
            let (name, value) = Self.sides(of: part)
            return Pair(
                name: PercentCoding.decode(name, plusIsSpace: true),
                value: value.map { PercentCoding.decode($0, plusIsSpace: true) } ?? "")
        }
    }

    /// Reads `a=1; b=2` as a `Cookie` header has it.
    package init(cookies text: some StringProtocol) {
        pairs = text.utf8.split(separator: UInt8(ascii: ";")).map { part in
            let (name, value) = Self.sides(of: part)
            return Pair(
                name: String(name.drop { $0 == " " }),
                value: value.map { PercentCoding.decode($0, plusIsSpace: false) } ?? "")
        }
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
    package subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }
}
