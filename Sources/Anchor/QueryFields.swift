import Kernel
import KernelHTTP

/// The parameters of a query, read by name and type. An empty value counts as absent.
struct QueryFields: Sendable {
    private let query: NamedValues
    private let reading: FieldReading

    init(_ query: NamedValues, reading: FieldReading) {
        self.query = query
        self.reading = reading
    }

    func text(_ name: String) -> String? {
        guard let text = query[name], !text.isEmpty else { return nil }
        return text
    }

    func id(_ name: String) -> String? { query.id(name) }

    /// How many words a list may have (ours): each is looked for in every object.
    private static let mostWords = 1000

    /// The words of a list: separated by commas, or the parameter given more than once.
    func words(_ name: String) throws(AnchorProblem) -> [String] {
        let words = query.pairs.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
        guard words.count <= Self.mostWords else {
            throw .invalid(
                "\(name) must not have more than \(Self.mostWords) words, which is Drydock's limit",
                CommonReason.fieldsTooMany)
        }
        return words
    }

    /// `true` or `false`.
    func bool(_ name: String) throws(AnchorProblem) -> Bool? {
        guard let text = text(name) else { return nil }
        return try accept(Bool(text), name, "must be true or false, not \"\(text)\"")
    }

    /// An RFC 3339 date-time.
    func moment(_ name: String) throws(AnchorProblem) -> Moment? {
        guard let text = text(name) else { return nil }
        return try accept(Moment(text), name, "must be \(Moment.expectation(for: text)), not \"\(text)\"")
    }

    /// A whole number that `isAllowed` takes; `range` says in words which these are.
    func integer(
        _ name: String, _ range: String, isAllowed: (Int) -> Bool
    ) throws(AnchorProblem) -> Int? {
        guard let text = text(name) else { return nil }
        return try accept(Int(text).flatMap { isAllowed($0) ? $0 : nil }, name, "must be \(range), not \"\(text)\"")
    }

    /// One of an enumeration's words.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, of _: Value.Type = Value.self
    ) throws(AnchorProblem) -> Value? where Value.RawValue == String {
        guard let text = text(name) else { return nil }
        return try word(text, of: name)
    }

    /// The words of a list of an enumeration.
    func choices<Value: RawRepresentable & CaseIterable>(
        _ name: String, of _: Value.Type = Value.self
    ) throws(AnchorProblem) -> [Value] where Value.RawValue == String {
        var values: [Value] = []
        for text in try words(name) {
            if let value: Value = try word(text, of: name) { values.append(value) }
        }
        return values
    }

    private func word<Value: RawRepresentable & CaseIterable>(
        _ text: String, of name: String
    ) throws(AnchorProblem) -> Value? where Value.RawValue == String {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return try accept(Value(rawValue: text), name, "must be one of \(words), not \"\(text)\"")
    }

    private func accept<Value>(
        _ value: Value?, _ name: String, _ problem: @autoclosure () -> String
    ) throws(AnchorProblem) -> Value? {
        if value == nil, reading == .strict { throw .invalid("\(name) \(problem())", CommonReason.queryInvalid) }
        return value
    }
}
