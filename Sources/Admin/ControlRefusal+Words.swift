import HTTPTypes
import Kernel
import KernelHTTP

/// The refusals that several calls share.
extension ControlRefusal {
    /// The body has fields that are missing, wrong or unknown.
    static func invalidBody(_ complaints: [FieldComplaint]) -> ControlRefusal {
        let all = complaints.map(\.description)
        return ControlRefusal(.badRequest, all.joined(separator: "; "), code: "body.invalid", complaints: all)
    }

    /// The body is not JSON at all.
    static func notJSON(_ complaint: JSONComplaint) -> ControlRefusal {
        ControlRefusal(
            .badRequest, "The body is not valid JSON: \(complaint)", code: "body.notJSON",
            complaints: [complaint.description])
    }

    /// The query has parameters that are wrong or unknown.
    static func invalidQuery(_ complaints: [String]) -> ControlRefusal {
        ControlRefusal(
            .badRequest, complaints.joined(separator: "; "), code: "query.invalid", complaints: complaints)
    }

    /// A world's name that none can have.
    static func invalidWorldName(_ name: String) -> ControlRefusal {
        ControlRefusal(
            .badRequest, "\"\(name)\" is no world's name: 1 to 64 letters, digits, '.', '_' or '-'",
            code: "world.invalidName")
    }

    /// A request that reached no operation; a path that is nearly one of `paths` is told which.
    init(_ refusal: RoutingRefusal, among paths: [String]) {
        let reason = refusal.reason
        guard case .unknownPath(let path) = refusal else {
            self.init(refusal.status, reason.detail, code: reason.code)
            return
        }
        var message = "The control plane has nothing at \(path)"
        if let meant = TextSuggestion.nearest(to: path, among: paths) { message += "; did you mean \(meant)?" }
        self.init(refusal.status, message, code: reason.code)
    }
}
