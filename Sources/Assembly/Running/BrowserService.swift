package import Browsers
import HTTPTypes
import KernelHTTP
import Logging
import ServiceLifecycle

/// Whether browsers run behind sessions, and which: what the flags of `serve` say.
package struct BrowserSettings: Sendable, Equatable {
    /// Where the browser is: a path, or `auto` for the first that is found.
    package var program: String
    /// How many may run at once.
    package var limit: Int
    /// Whether clients of other machines may have them.
    package var isFromNetwork: Bool
    /// Whether they have a sandbox; nil unless the user is root, for whom Chromium has none.
    package var sandbox: BrowserOptions.Sandbox?
    /// The variables of this process: where to look, and what a browser is given of them.
    package var environment: [String: String]

    /// Browsers of this machine, for clients of this machine.
    package init(
        program: String = "auto", limit: Int = 4, isFromNetwork: Bool = false, sandbox: BrowserOptions.Sandbox? = nil,
        environment: [String: String] = [:]
    ) {
        self.program = program
        self.limit = limit
        self.isFromNetwork = isFromNetwork
        self.sandbox = sandbox
        self.environment = environment
    }

    /// How browsers are started. Throws if there is none, or if clients would have them that nobody thought of.
    func options(for address: ListeningAddress) throws(StartRefusal) -> BrowserOptions {
        guard address.isLoopback || isFromNetwork else {
            throw StartRefusal(
                "--browser with --host \(address.host): whoever reaches that address could drive a browser of this machine, "
                    + "read files through it and reach this machine's own servers; --browser-from-network allows it")
        }
        return BrowserOptions(program: try found, limit: limit, sandbox: sandbox)
    }

    private var found: BrowserProgram {
        get throws(StartRefusal) {
            guard program == "auto" else {
                let chosen = BrowserProgram(path: program)
                guard chosen.isExecutable else {
                    throw StartRefusal("--browser \(program): there is no file that can be executed")
                }
                return chosen
            }
            let finder = BrowserFinder(environment: environment)
            guard let found = finder.find() else {
                throw StartRefusal(
                    "--browser auto finds no browser; install Chromium, Chrome or chrome-headless-shell, or say its path. "
                        + "It looked at \(finder.description)")
            }
            return found
        }
    }
}

/// Says which browser there is, and ends all of them with the server.
struct BrowserService: Service {
    let browsers: BrowserRegistry
    let program: BrowserProgram
    let logger: Logger

    func run() async throws {
        // Nobody waits for what it says of itself.
        let announcement = Task(operation: { await announce() })
        try? await gracefulShutdown()
        announcement.cancel()
        await browsers.close()
    }

    private func announce() async {
        let version = await browsers.version ?? "it does not say its version"
        guard !Task.isCancelled else { return }
        logger.notice(
            "browsers run behind sessions", metadata: ["browser": "\(program.path)", "version": "\(version)"])
    }
}

/// Has worlds take in what their browsers download.
struct DownloadService: Service {
    let browsers: BrowserRegistry

    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await browsers.tellOfDownloads()
        } onCancelOrGracefulShutdown: {
            browsers.stopTelling()
        }
    }
}

extension BrowserRegistry? {
    /// What a call of the control plane does to a clock or to a world ends browsers, too: they have gone before it is answered, so
    /// that the next line of a test finds what it expects.
    func settling(_ handling: Handling, of head: HTTPRequest) -> Handling {
        guard let browsers = self, head.method != .get, head.method != .head else { return handling }
        switch handling {
        case .now(let reply):
            browsers.review()
            guard browsers.areAnyEnding else { return handling }
            return .later {
                await browsers.settle()
                return reply
            }
        case .later(let isLong, let work):
            return .later(isLong: isLong) {
                let reply = await work()
                browsers.review()
                await browsers.settle()
                return reply
            }
        }
    }
}
