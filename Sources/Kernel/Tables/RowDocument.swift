/// One JSON document while a `RowEncoder` writes it.
///
/// Containers are never ended, so what follows ends them: whoever writes at some depth ends all that is open below it.
///
/// None of its methods calls anybody while it changes a property, and the document is one encoder's alone: a check at each
/// access would find nothing, and take half of the time.
final class RowDocument {
    /// What a value has turned out to be.
    enum Kind {
        case undecided, object, array
    }

    /// A value that is not at its end.
    private struct Value {
        var kind = Kind.undecided
        /// Where it begins; of an object, where its first member does.
        var start: Int
        /// Of an object, which of the members is its first.
        var firstMember = 0
        var isEmpty = true
        var isSorted = true
    }

    /// A member of an object that is not at its end: where it begins, where its name ends, where it ends itself.
    private struct Member {
        let start: Int
        let nameEnd: Int
        var end: Int
    }

    /// Made when a value asks: most do not.
    private(set) lazy var userInfo = form.userInfo
    let form: RowForm
    @exclusivity(unchecked) private var bytes = GrowingBytes(capacity: 512)
    /// Each lies in the one before.
    @exclusivity(unchecked) private var values: [Value] = []
    @exclusivity(unchecked) private var members: [Member] = []
    @exclusivity(unchecked) private var isMisused = false

    init(_ form: RowForm) {
        self.form = form
    }

    // MARK: Values

    /// Writes a value that lies in as many others.
    func write(_ value: some Encodable, at depth: Int) throws {
        try value.encode(to: encoder(at: depth))
        end(downTo: depth)
    }

    /// For a value that lies in as many others, and begins here.
    func encoder(at depth: Int) -> RowEncoder {
        end(downTo: depth)
        isMisused = isMisused || values.count < depth
        values.append(Value(start: bytes.count))
        return RowEncoder(document: self, depth: depth)
    }

    /// Begins anew, in the same room.
    func restart() {
        bytes.removeAll()
        values.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        isMisused = false
    }

    /// How many bytes there are.
    var count: Int { bytes.count }

    /// The bytes, when all is written.
    func finish() throws -> [UInt8] { try withBytes { Array($0) } }

    /// What `look` makes of them.
    func withBytes<Result>(_ look: (UnsafeBufferPointer<UInt8>) throws -> Result) throws -> Result {
        end(downTo: 0)
        guard !isMisused else {
            throw EncodingError.invalidValue(
                Self.self,
                EncodingError.Context(
                    codingPath: [], debugDescription: "a value wrote nothing, or into a container that had ended"))
        }
        return try bytes.withBytes(look)
    }

    // MARK: Containers

    /// The value at this depth is an object or an array.
    func begin(_ kind: Kind, at depth: Int) {
        end(downTo: depth + 1)
        guard values.count == depth + 1, values[depth].kind != kind else { return }
        isMisused = isMisused || values[depth].kind != .undecided
        put(kind == .object ? "{" : "[")
        values[depth].kind = kind
        values[depth].start = bytes.count
        values[depth].firstMember = members.count
    }

    /// The object at this depth has one more member, whose value follows.
    func beginMember(_ key: some CodingKey, at depth: Int) {
        beginPart(at: depth)
        let start = bytes.count
        put(text: key.stringValue)
        let member = Member(start: start, nameEnd: bytes.count, end: bytes.count)
        put(":")
        guard depth < values.count else { return }
        if values[depth].firstMember < members.count, precedes(member, members[members.count - 1]) {
            values[depth].isSorted = false
        }
        members.append(member)
    }

    /// The object or the array at this depth has one more part; of an array, that is the element that follows.
    func beginPart(at depth: Int) {
        end(downTo: depth + 1)
        guard values.count == depth + 1 else {
            isMisused = true
            return
        }
        endMember(of: values[depth])
        if values[depth].isEmpty { values[depth].isEmpty = false } else { put(",") }
    }

    /// Ends the values that lie in as many others, or in more.
    private func end(downTo depth: Int) {
        while values.count > depth { end(values.removeLast()) }
    }

    private func end(_ value: Value) {
        switch value.kind {
        case .undecided: isMisused = isMisused || bytes.count == value.start
        case .array: put("]")
        case .object:
            endMember(of: value)
            if !value.isSorted { sortMembers(of: value) }
            members.removeSubrange(value.firstMember...)
            put("}")
        }
    }

    private func endMember(of value: Value) {
        if value.kind == .object, value.firstMember < members.count { members[members.count - 1].end = bytes.count }
    }

    private func sortMembers(of value: Value) {
        var sorted: [UInt8] = []
        sorted.reserveCapacity(bytes.count - value.start)
        for member in members[value.firstMember...].sorted(by: precedes) {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            bytes.withBytes { sorted.append(contentsOf: $0[member.start..<member.end]) }
        }
        bytes.replace(from: value.start, with: sorted)
    }

    private func precedes(_ one: Member, _ other: Member) -> Bool {
        bytes.withBytes {
            $0[one.start + 1..<one.nameEnd - 1].lexicographicallyPrecedes($0[other.start + 1..<other.nameEnd - 1])
        }
    }

    // MARK: Bytes

    /// Writes what needs no escaping.
    func put(_ literal: StaticString) { bytes.append(literal) }

    /// Writes a text, as Foundation's encoder did: a data file finds the rows of an earlier release by the bytes of their keys.
    func put(text: String) {
        var text = text
        put("\"")
        text.withUTF8 { bytes.append(escaping: $0, isShortest: true) }
        put("\"")
    }

    /// Writes a whole number.
    func put(number: some BinaryInteger) {
        if let number = Int64(exactly: number) { bytes.append(decimal: number) } else { put(digits: String(number)) }
    }

    /// Writes any other, whole ones without a fraction. Throws for those that JSON cannot write.
    func put(fraction: some BinaryFloatingPoint & LosslessStringConvertible & Encodable) throws {
        guard fraction.isFinite else {
            throw EncodingError.invalidValue(
                fraction, EncodingError.Context(codingPath: [], debugDescription: "JSON has no \(fraction)"))
        }
        let text = String(fraction)
        put(digits: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    private func put(digits: String) {
        var digits = digits
        digits.withUTF8 { bytes.append($0) }
    }
}
