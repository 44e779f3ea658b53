import Crypto
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import Mustache

/// The hosted page's templates, read once, and the headers that go with what they make.
struct ConnectPages: Sendable {
    /// The templates that are pages by themselves.
    enum Name: String, CaseIterable, Sendable { case welcome, ask, success, stopped, refusal }

    static let shared = ConnectPages()

    private let library: MustacheLibrary
    private let contentSecurityPolicy: String

    private init() {
        let style = String(decoding: PackageResources.style_css, as: UTF8.self)
        let script = String(decoding: PackageResources.popup_js, as: UTF8.self)
        var library = MustacheLibrary()
        for (name, text) in Self.templates + [("style", style), ("popup", script)] {
            // They are part of the program; a test renders each.
            do { try library.register(text, named: name) } catch {
                preconditionFailure("the template \(name) cannot be read: \(error)")
            }
        }
        self.library = library
        contentSecurityPolicy = [
            "default-src 'none'", "style-src \(Self.source(style))", "script-src \(Self.source(script))",
            // Chromium holds every redirect after a form against this, not only the first: a callback that sends the
            // browser on to another origin must not be cut off.
            "form-action 'self' https: http:", "base-uri 'none'",
        ].joined(separator: "; ")
    }

    /// The answer that shows `view`, whose properties are the template's names.
    func reply(_ status: HTTPResponse.Status, _ name: Name, _ view: some Sendable, reason: Reason? = nil) -> Reply {
        var reply = Reply.page(status, library.render(view, withTemplate: name.rawValue) ?? "", reason: reason)
        harden(&reply.headers)
        return reply
    }

    /// The answer that sends the browser to the callback.
    func seeOther(_ location: String, reason: Reason?) -> Reply {
        var reply = Reply.seeOther(location, reason: reason)
        harden(&reply.headers)
        return reply
    }

    private func harden(_ headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] = contentSecurityPolicy
        headers[.referrerPolicy] = "no-referrer"
        headers[.xContentTypeOptions] = "nosniff"
    }

    private static var templates: [(String, String)] {
        [
            ("page", PackageResources.page_mustache), ("progress", PackageResources.progress_mustache),
            ("site", PackageResources.site_mustache), ("complaint", PackageResources.complaint_mustache),
            ("hidden", PackageResources.hidden_mustache), ("cancel", PackageResources.cancel_mustache),
            ("users", PackageResources.users_mustache), (Name.welcome.rawValue, PackageResources.welcome_mustache),
            (Name.ask.rawValue, PackageResources.ask_mustache),
            (Name.success.rawValue, PackageResources.success_mustache),
            (Name.stopped.rawValue, PackageResources.stopped_mustache),
            (Name.refusal.rawValue, PackageResources.refusal_mustache),
        ].map { ($0, String(decoding: $1, as: UTF8.self)) }
    }

    /// How a policy names an inline text that it allows: by its hash, which is the same in every answer.
    private static func source(_ text: String) -> String {
        "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }
}
