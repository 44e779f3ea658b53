package import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP

/// One request that both servers get, for one operation.
package struct Probe: Sendable {
    /// What a probe finds out.
    package enum Kind: String, Sendable, CaseIterable {
        case withoutKey = "without a key"
        case refusedKey = "with a key that is refused"
        case reading = "reading"
        case unknownID = "with an id that is unknown"
        case wrongQuery = "with a query parameter of the wrong form"
        case emptyBody = "with an empty object where members are required"
        case creating = "creating"
        case listing = "listing what was created"
        case readingCreated = "reading what was created"
        case changing = "changing what was created"
        case deleting = "deleting what was created"

        /// Whether both servers know the same when they get the request, so that their answers should be alike in all that is
        /// not an id or a time.
        var isExact: Bool { self != .reading && self != .listing }
    }

    /// The operation.
    package let operation: DescribedOperation
    /// What it takes and answers.
    let definition: OperationDefinition
    /// What is found out.
    package let kind: Kind
    /// What is sent.
    let request: ProbeRequest
}

/// A request of a probe, before it is known which server gets it.
struct ProbeRequest: Sendable {
    let method: String
    /// Path and query.
    let target: String
    var key = CheckedServer.KeyUse.own
    /// JSON.
    var body: [UInt8]?

    /// - Parameters:
    ///   - values: those of the path's parameters.
    ///   - query: the parameters of the query.
    init(
        _ operation: DescribedOperation, values: [String: String], query: [(name: String, value: String)] = [],
        key: CheckedServer.KeyUse = .own, body: JSONValue? = nil
    ) {
        method = operation.endpoint.method.rawValue
        let steps = operation.endpoint.path.split(separator: "/", omittingEmptySubsequences: false).map { step in
            guard step.hasPrefix("{"), step.hasSuffix("}") else { return String(step) }
            return PercentCoding.encode(values[String(step.dropFirst().dropLast())] ?? "")
        }
        let pairs = query.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        target = steps.joined(separator: "/") + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
        self.key = key
        self.body = body.map { JSONWriter.bytes($0) }
    }
}
