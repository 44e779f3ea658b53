/// The browsers behind the sessions of one world, as a vendor's handlers see them.
package protocol SessionBrowsers: Sendable {
    /// Whether sessions have browsers at all: whether the server was started with `--browser`.
    var areConfigured: Bool { get }

    /// Whether they load the extensions that a session names: headless shells cannot.
    var loadsExtensions: Bool { get }

    /// The browser of a session, started if there is none; whoever comes meanwhile waits for the same start.
    ///
    /// The caller has seen that the session runs. Throws if browsers are not configured, if there are as many as may be, or if
    /// the start fails.
    func browser(of session: String, startingWith setup: BrowserSetup) async throws(BrowserFailure) -> SessionBrowser

    /// The browser of a session; nil if none was needed yet, or it has ended.
    func runningBrowser(of session: String) -> SessionBrowser?

    /// What the browser of a session that has ended left behind; nil if there is nothing. Waits until it is there.
    func remains(of session: String) async -> BrowserRemains?

    /// Begins to end the browser of a session; its clients are cut off at once. Nothing happens if there is none.
    func end(_ session: String)
}

/// Sessions without browsers: the server was started without `--browser`.
package struct NoBrowsers: SessionBrowsers {
    /// There is only one kind.
    package init() {}

    /// They are not.
    package var areConfigured: Bool { false }

    /// There is nothing that could.
    package var loadsExtensions: Bool { false }

    /// Throws always.
    package func browser(
        of session: String, startingWith setup: BrowserSetup
    ) async throws(BrowserFailure) -> SessionBrowser {
        throw .notConfigured
    }

    /// There is none.
    package func runningBrowser(of session: String) -> SessionBrowser? { nil }

    /// There is nothing.
    package func remains(of session: String) async -> BrowserRemains? { nil }

    /// Nothing happens.
    package func end(_ session: String) {}
}
