import Kernel

extension Reason {
    /// `reason` in an answer of the control plane.
    var json: JSONValue { ["code": .string(code), "detail": .string(detail)] }
}
