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
        pairs = text.split(separator: "&").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(
                name: PercentCoding.decode(sides[0], plusIsSpace: true),
                value: sides.count == 2 ? PercentCoding.decode(sides[1], plusIsSpace: true) : "")
        }
    }

    /// Reads `a=1; b=2` as a `Cookie` header has it.
    package init(cookies text: some StringProtocol) {
        pairs = text.split(separator: ";").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(
                name: String(sides[0].drop { $0 == " " }),
                value: sides.count == 2 ? PercentCoding.decode(sides[1], plusIsSpace: false) : "")
        }
    }

    /// The first value of this name.
    package subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }
}
