package import Kernel

/// One thing in which two answers to a probe differ.
package struct Difference: Sendable, Hashable {
    /// What differs.
    package enum Kind: String, Sendable, CaseIterable {
        case answer
        case status
        case header
        case contentType = "content type"
        case body
        /// Two objects that have no member in common.
        case envelope
        case missingMember = "missing member"
        case additionalMember = "additional member"
        case type
        case null
        case format
        case word
        case text
    }

    /// How well the vendor's side of it is known here.
    package enum Certainty: String, Sendable, CaseIterable {
        /// The vendor publishes what Drydock answers.
        case documented
        /// The vendor says nothing of it, or says so only in what others saw.
        case inferred
        /// Drydock does not simulate the operation.
        case canned
    }

    /// What differs.
    package let kind: Kind
    /// Where: the path of a place in the body, or a header's name; empty for the whole answer.
    package let place: String
    /// What Drydock answers.
    package let here: String
    /// What the other server answers, with nothing in it that looks like a secret.
    package let there: String
    /// How well what Drydock answers is known to be right.
    package let certainty: Certainty
}

extension Difference: JSONWritable {
    /// As `--json` has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("kind", kind.rawValue)
            json.member("place", place)
            json.member("drydock", here)
            json.member("other", there)
            json.member("certainty", certainty.rawValue)
        }
    }
}
