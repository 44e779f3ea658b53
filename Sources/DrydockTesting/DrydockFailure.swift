/// Why a test's server did not run.
public struct DrydockFailure: Error, CustomStringConvertible {
    /// What is wrong.
    public let reason: String

    /// What is wrong.
    public var description: String { reason }
}
