import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// The hosted page's templates.
enum ConnectPages {
    /// The templates that are pages by themselves.
    enum Name: String, CaseIterable, Sendable { case welcome, ask, success, stopped, refusal }

    private static let library = PageLibrary(
        vendor: "Anchor Browser",
        templates: [
            ("hidden", PackageResources.hidden_mustache), (Name.welcome.rawValue, PackageResources.welcome_mustache),
            (Name.ask.rawValue, PackageResources.ask_mustache),
            (Name.success.rawValue, PackageResources.success_mustache),
            (Name.stopped.rawValue, PackageResources.stopped_mustache),
        ],
        scripts: [("popup", PackageResources.popup_js)])

    /// The answer that shows `view`, whose properties are the template's names.
    static func reply(
        _ status: HTTPResponse.Status, _ name: Name, _ view: some Sendable,
        permissions: PagePermissions = PagePermissions(), reason: Reason? = nil
    ) -> Reply {
        library.reply(status, name.rawValue, view, permissions: permissions, reason: reason)
    }

    /// The answer that sends the browser to the callback.
    static func seeOther(_ location: String, reason: Reason?) -> Reply {
        library.seeOther(location, reason: reason)
    }
}
