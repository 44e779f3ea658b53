package import HTTPTypes
package import Kernel
import KernelHTTP

/// Why the control plane does not do what a call asks for.
package struct ControlRefusal: Error, Sendable {
    /// The status of the answer.
    package let status: HTTPResponse.Status
    /// What is wrong and what to do about it.
    package let message: String
    /// A stable code for programs.
    package let reason: Reason
    /// Each complaint for itself, if there are several things to complain about.
    package let complaints: [String]

    /// A refusal for a reason of Drydock's own.
    package init(_ status: HTTPResponse.Status, _ message: String, code: some ReasonCode, complaints: [String] = []) {
        self.init(status, message, code: code.rawValue, complaints: complaints)
    }

    /// A refusal for a reason that a vendor gave, in that vendor's words.
    package init(_ status: HTTPResponse.Status, _ reason: Reason) {
        self.init(status, reason.detail, code: reason.code)
    }

    private init(_ status: HTTPResponse.Status, _ message: String, code: String, complaints: [String] = []) {
        self.status = status
        self.message = message
        self.reason = Reason(code: code, detail: message)
        self.complaints = complaints
    }
}

// MARK: - Wire form

extension ControlRefusal: JSONWritable {
    /// `{error: {code, message, reason, complaints}}`
    package func write(to json: inout JSONWriter) {
        json.object { json in json.member("error", object: writeMembers) }
    }

    /// Writes what stands inside `error`.
    func writeMembers(_ json: inout JSONWriter) {
        json.member("code", status.code)
        json.member("message", message)
        json.member("reason", reason.code)
        json.member("complaints", complaints)
    }
}

// MARK: - Refusals that several calls share

extension ControlRefusal {
    /// The body has members that are missing, wrong or unknown.
    static func invalidBody(_ complaints: [FieldComplaint]) -> ControlRefusal {
        let all = complaints.map(\.description)
        return ControlRefusal(.badRequest, all.joined(separator: "; "), code: CommonReason.bodyInvalid, complaints: all)
    }

    /// The body is not JSON at all.
    static func notJSON(_ complaint: JSONComplaint) -> ControlRefusal {
        ControlRefusal(
            .badRequest, "The body is not valid JSON: \(complaint)", code: CommonReason.bodyNotJSON,
            complaints: [complaint.description])
    }

    /// The query has parameters that are wrong or unknown.
    static func invalidQuery(_ complaints: [String]) -> ControlRefusal {
        ControlRefusal(
            .badRequest, complaints.joined(separator: "; "), code: CommonReason.queryInvalid, complaints: complaints)
    }

    /// No world can have this name.
    static func invalidWorldName(_ name: String) -> ControlRefusal {
        ControlRefusal(
            .badRequest, "\"\(name)\" is no world's name: 1 to 64 letters, digits, '.', '_' or '-'",
            code: ControlReason.worldInvalidName)
    }

    /// The request reached no operation. If its path is nearly one of `paths`, the message says which.
    init(_ refusal: RoutingRefusal, among paths: [String]) {
        let reason = refusal.reason
        guard case .unknownPath(let path) = refusal else {
            self.init(refusal.status, reason.detail, code: reason.code)
            return
        }
        let message = "The control plane has nothing at \(path)" + TextSuggestion.question(about: path, among: paths)
        self.init(refusal.status, message, code: reason.code)
    }
}

extension TextSuggestion {
    /// The end of a message: `; did you mean x?`, or nothing if no candidate is near enough.
    static func question(about word: String, among candidates: [String]) -> String {
        nearest(to: word, among: candidates).map { "; did you mean \($0)?" } ?? ""
    }
}
