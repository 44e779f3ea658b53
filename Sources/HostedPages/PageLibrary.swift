import Crypto
import FoundationEssentials
package import HTTPTypes
package import Kernel
package import KernelHTTP
import Mustache

/// One vendor's hosted pages: its templates within the frame that all vendors share, read once, and the headers that go with
/// what they make.
package struct PageLibrary: Sendable {
    /// A text that the program carries: a template as `NAME.mustache` has it, or a script as `NAME.js`.
    package typealias Resource = (name: String, text: [UInt8])

    private let library: MustacheLibrary
    private let styleSource: String
    private let scriptSources: [String]

    /// The pages of `vendor`, whose name the banner says. Scripts are partials; only they may run in a page.
    package init(vendor: String, templates: [Resource], scripts: [Resource]) {
        let style = PackageResources.style_css
        var library = MustacheLibrary()
        let vendor: [Resource] = [("vendor", Array(vendor.utf8)), ("style", style)]
        for resource in vendor + Self.frame + templates + scripts {
            let text = String(decoding: resource.text, as: UTF8.self)
            // They are part of the program; a test renders each.
            do { try library.register(text, named: resource.name) } catch {
                preconditionFailure("the template \(resource.name) cannot be read: \(error)")
            }
        }
        self.library = library
        styleSource = Self.source(style)
        scriptSources = scripts.map { Self.source($0.text) }
    }

    /// The answer that shows `view`, whose properties are the template's names.
    package func reply(
        _ status: HTTPResponse.Status, _ template: String, _ view: some Sendable,
        permissions: PagePermissions = PagePermissions(), reason: Reason? = nil
    ) -> Reply {
        var reply = Reply.page(status, library.render(view, withTemplate: template) ?? "", reason: reason)
        harden(&reply.headers, permissions)
        return reply
    }

    /// The answer that sends the browser back to the customer.
    package func seeOther(_ location: String, reason: Reason?) -> Reply {
        var reply = Reply.seeOther(location, reason: reason)
        harden(&reply.headers, PagePermissions())
        return reply
    }

    /// The look that all pages share, for those that have a frame of their own.
    package static let style = String(decoding: PackageResources.style_css, as: UTF8.self)

    private func harden(_ headers: inout HTTPFields, _ permissions: PagePermissions) {
        headers[.contentSecurityPolicy] = permissions.policy(style: styleSource, scripts: scriptSources)
        headers[.referrerPolicy] = "no-referrer"
        headers[.xContentTypeOptions] = "nosniff"
    }

    private static var frame: [Resource] {
        [
            ("page", PackageResources.page_mustache), ("progress", PackageResources.progress_mustache),
            ("site", PackageResources.site_mustache), ("complaint", PackageResources.complaint_mustache),
            ("fields", PackageResources.fields_mustache), ("cancel", PackageResources.cancel_mustache),
            ("users", PackageResources.users_mustache), ("refusal", PackageResources.refusal_mustache),
        ]
    }

    /// How a policy names an inline text that it allows: by its hash, which is the same in every answer.
    package static func source(_ text: [UInt8]) -> String {
        "'sha256-\(Data(SHA256.hash(data: Data(text))).base64EncodedString())'"
    }
}

/// What one page may do besides showing its own text.
package struct PagePermissions: Sendable {
    /// Schemes of apps that a form may lead to, for example `myapp`, besides the web's.
    package var formSchemes: [String] = []
    /// Origins that the page's script may ask.
    package var origins: [String] = []
    /// Whether pictures of the customer's may be loaded.
    package var loadsImages = false

    /// A page that does nothing else.
    package init() {}

    /// The content security policy.
    func policy(style: String, scripts: [String]) -> String {
        var directives = ["default-src 'none'", "style-src \(style)", "script-src \(scripts.joined(separator: " "))"]
        let origins = origins.filter(Self.isSource)
        if !origins.isEmpty { directives.append("connect-src \(origins.joined(separator: " "))") }
        if loadsImages { directives.append("img-src https: http:") }
        // Chromium holds every redirect after a form against this, not only the first: a callback that sends the browser on
        // to another origin must not be cut off.
        let schemes = (["https", "http"] + formSchemes.filter(Self.isSource)).map { "\($0):" }
        directives += ["form-action 'self' \(schemes.joined(separator: " "))", "base-uri 'none'"]
        return directives.joined(separator: "; ")
    }

    /// A client's `Host` is in it: what would begin another directive stays out.
    private static func isSource(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") }
    }
}

extension HTTPField.Name {
    /// The token is in the page's address and must not travel on with it.
    package static let referrerPolicy = named("Referrer-Policy")
}
