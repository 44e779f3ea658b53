import Kernel

extension CallbackDelivery.Outcome {
    /// `delivery` in an answer of the control plane.
    var json: JSONValue {
        switch self {
        case .answered(let status): ["status": .integer(Int64(status))]
        case .failed(let problem): ["error": .string(problem)]
        }
    }
}
