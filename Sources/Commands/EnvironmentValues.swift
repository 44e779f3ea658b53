import ArgumentParser
import FoundationEssentials

/// The `DRYDOCK_…` variables: each stands for the flag of the same name if that is not given.
struct EnvironmentValues {
    /// What follows `DRYDOCK_` in a variable's name.
    enum Name: String, CaseIterable {
        case host = "HOST"
        case port = "PORT"
        case portFile = "PORT_FILE"
        case controlHost = "CONTROL_HOST"
        case scenario = "SCENARIO"
        case fixtures = "FIXTURES"
        case data = "DATA"
        case dataSync = "DATA_SYNC"
        case watch = "WATCH"
        case publicURL = "PUBLIC_URL"
        case caDir = "CA_DIR"
        case tlsName = "TLS_NAME"
        case tlsCert = "TLS_CERT"
        case tlsKey = "TLS_KEY"
        case proxyOthers = "PROXY_OTHERS"
        case seed = "SEED"
        case clock = "CLOCK"
        case browser = "BROWSER"
        case browsers = "BROWSERS"
        case browserFromNetwork = "BROWSER_FROM_NETWORK"
        case browserSandbox = "BROWSER_SANDBOX"
        case allowHTTPCallbacks = "ALLOW_HTTP_CALLBACKS"
        case noHints = "NO_HINTS"
        case journalBytes = "JOURNAL_BYTES"
        case bodyBytes = "BODY_BYTES"
        case fileBytes = "FILE_BYTES"
        case logLevel = "LOG_LEVEL"
        case logFormat = "LOG_FORMAT"

        var variable: String { "DRYDOCK_\(rawValue)" }
    }

    private let variables: [String: String]

    init(_ variables: [String: String] = ProcessInfo.processInfo.environment) {
        self.variables = variables
    }

    /// All variables of the process.
    var all: [String: String] { variables }

    /// The text of a variable; nil if it is empty, not set, or not meant for us.
    subscript(name: Name) -> String? {
        guard let text = variables[name.variable], !text.isEmpty, !Self.isServiceLink(text) else { return nil }
        return text
    }

    /// The value of a variable. Throws a complaint that names it if the text is not a value.
    func value<Value: LosslessStringConvertible>(_ name: Name, as _: Value.Type = Value.self) throws -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = Value(text) else {
            throw ValidationError("\(name.variable)=\(text) is not a valid value")
        }
        return value
    }

    /// Whether a variable that stands for a switch is on.
    func isOn(_ name: Name) throws -> Bool {
        switch self[name]?.lowercased() {
        case nil, "0", "false", "no": return false
        case "1", "true", "yes": return true
        case .some(let text): throw ValidationError("\(name.variable)=\(text) must be true or false")
        }
    }

    /// The parts of a variable as a comma-separated list.
    func list(_ name: Name) -> [String] {
        self[name]?.split(separator: ",").map(String.init) ?? []
    }
}

// MARK: - Variables of others

extension EnvironmentValues {
    /// What is to be said about variables of our names that others have set; nil if there are none.
    func warning(about names: [Name] = Name.allCases) -> String? {
        let ignored = names.compactMap { name in
            variables[name.variable].flatMap { Self.isServiceLink($0) ? "\(name.variable)=\($0)" : nil }
        }
        guard !ignored.isEmpty else { return nil }
        return ignored.joined(separator: ", ")
            + " is ignored: Kubernetes and Docker set such a variable for a service or a link of that name"
    }

    /// Whether this is the address of another service: Kubernetes and Docker's links tell each container, by variables, of all
    /// others, and `DRYDOCK_PORT` is what a service called drydock has.
    private static func isServiceLink(_ text: String) -> Bool {
        ["tcp://", "udp://", "sctp://"].contains { text.lowercased().hasPrefix($0) }
    }
}
