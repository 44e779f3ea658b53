package import HTTPTypes
import Kernel
package import KernelHTTP
import NIOCore

/// A call on Anon.
package typealias AnonCall = Call<AnonStore>

/// What Anon's transitions get besides their own arguments.
typealias AnonTurn = Turn<AnonPolicies>

extension Call where Store == AnonStore {
    /// The choices of the call's world, and its time.
    var turn: AnonTurn { AnonTurn(policies: store.policies, now: now) }

    /// Runs one transition.
    func update<Value: Sendable, Refusal: Error>(
        _ transition: (inout AnonState, AnonTurn) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        let turn = turn
        return try store.update { (state) throws(Refusal) in try transition(&state, turn) }
    }

    /// The body's members. Throws 400 with a hint if it is not JSON, `FieldComplaint` if it is not an object.
    func members() throws -> Fields {
        do {
            return try fields()
        } catch let complaint as JSONComplaint {
            throw AnonProblem.malformedJSON(complaint, body: exchange.body.readableBytesView)
        }
    }

    /// The SDK client that an app user id token goes with; nil if the request names none.
    var sdkClientID: String? { exchange.head.headerFields[.anonSdkClientID].map { ObjectID($0).text } }

    /// A query parameter that is required. Throws 400 if it is missing or empty.
    func requiredQuery(_ name: String) throws(AnonProblem) -> String {
        guard let value = query(name), !value.isEmpty else { throw .missingQuery(name) }
        return value
    }

    /// The environment of the host that the client called.
    var environment: AnonEnvironment { AnonEnvironment(host: exchange.calledHost) }

    /// Which keys are valid at that host.
    var keySpace: KeySpace { environment.keySpace }
}

// MARK: - Fields, headers

extension Fields {
    /// A text that is required and not empty.
    func filled(_ name: String) throws(FieldComplaint) -> String {
        let text: String = try required(name)
        guard !text.isEmpty else { throw complaint(name, "must not be empty") }
        return text
    }

    /// An id that is required and not empty.
    func filledID(_ name: String) throws(FieldComplaint) -> String { ObjectID(try filled(name)).text }

    /// An id; nil if it is absent.
    func optionalID(_ name: String) throws(FieldComplaint) -> String? {
        try optional(name, as: ObjectID.self)?.text
    }
}

extension NamedValues {
    /// The first value of this name; nil if there is none or it is empty.
    func filled(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Header names of Anon's API (anon.md 1).
extension HTTPField.Name {
    /// The SDK client that an app user id token goes with.
    package static let anonSdkClientID = named("X-Anon-Sdk-Client-Id")
    /// The app user that an API key acts for, on the older Actions API.
    static let anonAppUserID = named("X-Anon-App-User-Id")
}

// MARK: - Environments

/// The environments of Anon, each with hosts of its own: `svc.<environment>.anon.com` (anon.md 1).
enum AnonEnvironment: String, Codable, CaseIterable, Sendable {
    case local, staging, sandbox, prod

    /// The environment that a host names, for example `svc.prod.anon.localhost`; any other host is the sandbox's (ours).
    ///
    /// - Parameter host: the host without its port, in lower case.
    init(host: String) {
        let labels = host.split(separator: ".")
        let named = labels.firstIndex(of: "svc").map { labels.index(after: $0) }
        self = named.flatMap { labels.indices.contains($0) ? Self(rawValue: String(labels[$0])) : nil } ?? .sandbox
    }

    /// Which keys are valid here.
    var keySpace: KeySpace { self == .prod ? .prod : .sandbox }
}

/// What an API key, a session token, an app user and a session belong to: production, or everything else. A key of one is
/// refused in the other (anon.md 10; that the three other environments share their keys is ours).
enum KeySpace: String, Codable, CaseIterable, Sendable {
    case sandbox, prod
}
