import Kernel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a browser is started for.
struct BrowserOrder: Sendable {
    let key: BrowserKey
    let setup: BrowserSetup
    let network: BrowserNetwork
    /// The world's time.
    let now: @Sendable () -> Moment
}

/// Starts browsers. The registry's tests have another one.
protocol BrowserStarter: Sendable {
    /// Whether its browsers can load extensions.
    var loadsExtensions: Bool { get }

    /// Starts a browser and prepares it; nobody else has been there when it is returned. Cancelled, it leaves nothing.
    func start(_ order: BrowserOrder) async throws(BrowserFailure) -> SessionBrowser

    /// Takes note of processes that have ended, and keeps logs short; called now and then while there are browsers.
    func tidy()

    /// A world is another one now: what sessions have stored in it is forgotten.
    func forget(_ world: WorldName)

    /// Everything is over.
    func finish() async
}

/// How browsers are started.
package struct BrowserOptions: Sendable, Equatable {
    /// Whether browsers have their sandbox.
    package enum Sandbox: String, Sendable, CaseIterable {
        /// They have, and what lacks it does not start.
        case on
        /// They have not: pages run with Drydock's rights.
        case off
    }

    /// The browser.
    package var program: BrowserProgram
    /// How many may run at once.
    package var limit: Int
    /// Whether they have a sandbox; nil unless the user is root, for whom Chromium has none.
    package var sandbox: Sandbox?

    /// Browsers of this program.
    package init(program: BrowserProgram, limit: Int = 4, sandbox: Sandbox? = nil) {
        self.program = program
        self.limit = limit
        self.sandbox = sandbox
    }

    var hasSandbox: Bool { sandbox.map { $0 == .on } ?? (geteuid() != 0) }
}
