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
