package import HTTPTypes
package import Kernel

/// A refusal of the control plane.
package struct ControlRefusal: Error, Sendable {
    /// The status.
    package let status: HTTPResponse.Status
    /// What is wrong and what to do about it.
    package let message: String
    /// A stable code for programs.
    package let reason: Reason
    /// Every single complaint, where there are several.
    package let complaints: [String]

    /// A refusal of these.
    package init(_ status: HTTPResponse.Status, _ message: String, code: String, complaints: [String] = []) {
        self.status = status
        self.message = message
        self.reason = Reason(code, message)
        self.complaints = complaints
    }
}
