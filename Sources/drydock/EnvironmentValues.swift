import ArgumentParser
import FoundationEssentials

/// The `DRYDOCK_…` variables: each stands for the flag of the same name if that is not given.
struct EnvironmentValues {
    private let variables: [String: String]

    init(_ variables: [String: String] = ProcessInfo.processInfo.environment) {
        self.variables = variables
    }

    /// The text of `DRYDOCK_NAME`; nil if the variable is empty or not set.
    subscript(name: String) -> String? {
        guard let text = variables["DRYDOCK_\(name)"], !text.isEmpty else { return nil }
        return text
    }

    /// The value of `DRYDOCK_NAME`. Throws a complaint that names the variable if the text is not a value.
    func value<Value: LosslessStringConvertible>(_ name: String, as _: Value.Type = Value.self) throws -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = Value(text) else {
            throw ValidationError("DRYDOCK_\(name)=\(text) is not a valid value")
        }
        return value
    }

    /// Whether `DRYDOCK_NAME`, which stands for a switch, is on.
    func isOn(_ name: String) throws -> Bool {
        switch self[name]?.lowercased() {
        case nil, "0", "false", "no": return false
        case "1", "true", "yes": return true
        case .some(let text): throw ValidationError("DRYDOCK_\(name)=\(text) must be true or false")
        }
    }

    /// The parts of `DRYDOCK_NAME` as a comma-separated list.
    func list(_ name: String) -> [String] {
        self[name]?.split(separator: ",").map(String.init) ?? []
    }
}
