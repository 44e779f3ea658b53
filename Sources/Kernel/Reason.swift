/// Why Drydock answered as it did: a stable code for programs and tests, and what a person needs to know of this case.
public struct Reason: Hashable, Sendable {
    /// For example `token.alreadyUsed`: a subject and what is wrong with it.
    public let code: String
    /// The case at hand in one sentence, for example with the instant of the first use. May be empty.
    public private(set) var detail: String

    /// A reason with its code and, where there is more to say, the case at hand.
    public init(_ code: some ReasonCode, _ detail: String = "") {
        self.init(code: code.rawValue, detail: detail)
    }

    /// A reason that was given elsewhere, with other words for the case at hand.
    public init(code: String, detail: String) {
        self.code = code
        self.detail = detail
    }

    /// The same reason with a further sentence about the case at hand.
    public func adding(_ sentence: String) -> Reason {
        var reason = self
        reason.detail = detail.isEmpty ? sentence : "\(detail) \(sentence)"
        return reason
    }
}

/// The codes of the reasons that one part of Drydock gives, as an enumeration: so the compiler sees that each is explained, and
/// `allCases` is the part's contribution to the catalog of reasons. Given as `Reason(AnchorReason.tokenExpired, "…")`.
public protocol ReasonCode: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What the code means.
    var explanation: Explanation { get }
}

/// What a reason's code means for whoever has to mend the client.
public struct Explanation: Sendable {
    /// What the client sees.
    public let symptom: String
    /// Why it happens.
    public let cause: String
    /// What to do about it.
    public let fix: String

    /// An explanation in three texts, each of whole sentences.
    public init(symptom: String, cause: String, fix: String) {
        self.symptom = symptom
        self.cause = cause
        self.fix = fix
    }
}

/// A reason's code with its explanation, as the catalog has it.
public struct ExplainedReason: Sendable, JSONWritable {
    /// For example `token.alreadyUsed`.
    public let code: String
    /// What it means.
    public let explanation: Explanation

    /// The catalog's entry of `code`.
    public init(_ code: some ReasonCode) {
        self.code = code.rawValue
        explanation = code.explanation
    }

    /// Every code of one part of Drydock.
    public static func all<Code: ReasonCode>(of _: Code.Type) -> [ExplainedReason] {
        Code.allCases.map(ExplainedReason.init)
    }

    /// `{reason, symptom, cause, fix}`
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("reason", code)
            json.member("symptom", explanation.symptom)
            json.member("cause", explanation.cause)
            json.member("fix", explanation.fix)
        }
    }
}
