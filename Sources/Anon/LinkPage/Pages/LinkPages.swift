import HostedPages

/// The Link page's templates.
enum LinkPages {
    /// The templates that are pages by themselves; `refusal` is in the frame that all hosted pages share.
    enum Name: String, CaseIterable, Sendable { case dialogue, confirm, ask, closing, done, stopped, refusal }

    static let library = PageLibrary(
        vendor: "Anon",
        templates: [
            ("hidden", PackageResources.hidden_mustache), (Name.dialogue.rawValue, PackageResources.dialogue_mustache),
            (Name.confirm.rawValue, PackageResources.confirm_mustache),
            (Name.ask.rawValue, PackageResources.ask_mustache),
            (Name.closing.rawValue, PackageResources.closing_mustache),
            (Name.done.rawValue, PackageResources.done_mustache),
            (Name.stopped.rawValue, PackageResources.stopped_mustache),
            ("told", PackageResources.told_mustache),
        ],
        scripts: [("check", PackageResources.check_js), ("tell", PackageResources.tell_js)])
}
