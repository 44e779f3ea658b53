/// How strictly a request's body is read.
package enum FieldReading: Sendable {
    /// A field of the wrong type is a complaint.
    case strict
    /// A field of the wrong type counts as absent (policy `unknownIds: adopt`).
    case lenient
}
