/// The members of a JSON object, sorted by name: equal objects are equal bytes wherever they come from.
package struct JSONObject: Hashable, Sendable {
    /// One name and its value.
    package struct Member: Hashable, Sendable {
        /// The name.
        package let name: String
        /// The value.
        package var value: JSONValue
    }

    /// The members by name.
    package private(set) var members: [Member]

    /// An object of these members; of two with one name the last stays.
    package init(_ pairs: some Sequence<(String, JSONValue)> = []) {
        var members: [Member] = []
        for (position, pair) in pairs.enumerated() {
            if position > 0, let last = members.last, last.name < pair.0 {
                members.append(Member(name: pair.0, value: pair.1))
            } else if members.isEmpty {
                members.append(Member(name: pair.0, value: pair.1))
            } else {
                Self.set(pair.0, to: pair.1, in: &members)
            }
        }
        self.members = members
    }

    /// The value of the member `name`; setting nil removes it.
    package subscript(name: String) -> JSONValue? {
        get {
            let index = Self.index(of: name, in: members)
            // Not `? :`, whose nil would be the value `null`, because a `JSONValue` can be written as nil.
            guard index < members.count, members[index].name == name else { return nil }
            return members[index].value
        }
        set {
            if let newValue { return Self.set(name, to: newValue, in: &members) }
            let index = Self.index(of: name, in: members)
            if index < members.count, members[index].name == name { members.remove(at: index) }
        }
    }

    /// Whether there is no member.
    package var isEmpty: Bool { members.isEmpty }

    private static func set(_ name: String, to value: JSONValue, in members: inout [Member]) {
        let index = index(of: name, in: members)
        if index < members.count, members[index].name == name {
            members[index].value = value
        } else {
            members.insert(Member(name: name, value: value), at: index)
        }
    }

    private static func index(of name: String, in members: [Member]) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of these members; of two with one name the last stays.
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: Codable {
    /// Reads an object of any members.
    package init(from decoder: any Decoder) throws {
        guard case .object(let object) = try JSONValue(from: decoder) else {
            throw DecodingError.malformed(decoder, "must be an object")
        }
        self = object
    }

    /// Writes the object as the encoder's format has it.
    package func encode(to encoder: any Encoder) throws {
        try JSONValue.object(self).encode(to: encoder)
    }
}
