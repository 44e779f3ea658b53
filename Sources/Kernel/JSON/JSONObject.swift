/// The members of a JSON object, sorted by name: equal objects are equal bytes wherever they come from.
public struct JSONObject: Hashable, Sendable {
    /// One name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public var value: JSONValue
    }

    /// The members by name.
    public private(set) var members: [Member]

    /// An object of these members; of two with one name the last stays.
    ///
    /// Sorted once where they do not come in order: a client decides how many there are, and putting each in its place in
    /// turn would move all others every time.
    public init(_ pairs: some Sequence<(String, JSONValue)> = []) {
        var members: [Member] = []
        members.reserveCapacity(pairs.underestimatedCount)
        var isSorted = true
        for (name, value) in pairs {
            if isSorted, let last = members.last, !(last.name < name) { isSorted = false }
            members.append(Member(name: name, value: value))
        }
        self.members = isSorted ? members : Self.sorted(members)
    }

    /// By name, each name once: at the first one's place, with the last one's value.
    private static func sorted(_ members: [Member]) -> [Member] {
        let order = members.indices.sorted { left, right in
            let (first, second) = (members[left].name, members[right].name)
            return first < second || !(second < first) && left < right
        }
        var unique: [Member] = []
        unique.reserveCapacity(members.count)
        for index in order {
            if let last = unique.indices.last, unique[last].name == members[index].name {
                unique[last].value = members[index].value
            } else {
                unique.append(members[index])
            }
        }
        return unique
    }

    /// Takes over the members of `other`, whose values stand where both have a name.
    public mutating func merge(_ other: JSONObject) {
        guard !other.isEmpty else { return }
        guard !isEmpty else {
            self = other
            return
        }
        var merged: [Member] = []
        merged.reserveCapacity(members.count + other.members.count)
        var next = 0
        for member in other.members {
            while next < members.count, members[next].name < member.name {
                merged.append(members[next])
                next += 1
            }
            if next < members.count, members[next].name == member.name { next += 1 }
            merged.append(member)
        }
        members = merged + members[next...]
    }

    /// The value of the member `name`; setting nil removes it.
    public subscript(name: String) -> JSONValue? {
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
    public var isEmpty: Bool { members.isEmpty }

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
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: Codable {
    /// Reads an object of any members.
    public init(from decoder: any Decoder) throws {
        guard case .object(let object) = try JSONValue(from: decoder) else {
            throw DecodingError.malformed(decoder, "must be an object")
        }
        self = object
    }

    /// Writes the object as the encoder's format has it.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue.object(self).encode(to: encoder)
    }
}
