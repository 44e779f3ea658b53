import FoundationEssentials
import Kernel
import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Starts browsers on this machine.
final class BrowserLauncher: BrowserStarter {
    private let options: BrowserOptions
    private let environment: [String: String]
    private let executor: (any TaskExecutor)?
    private let logger: Logger
    private let reaper = ChildReaper()
    private let profiles = ProfileStore()
    private let shared = Mutex(Shared())

    private struct Shared {
        var folders: BrowserFolders?
        var version: Task<BrowserVersion?, Never>?
        var sessions: [String: BrowserFolders.Session] = [:]
        /// What is to be kept of a profile once its browser has gone, by the session's folder.
        var leaving: [String: (profile: ProfileStore.Key, cookies: [JSONValue])] = [:]
    }

    /// How long a start may take, in real time.
    private static let patience = Duration.seconds(20)

    init(
        _ options: BrowserOptions, environment: [String: String], executor: (any TaskExecutor)?, logger: Logger
    ) {
        self.options = options
        self.environment = environment
        self.executor = executor
        self.logger = logger
    }

    /// Whether the browser can load extensions.
    var loadsExtensions: Bool { !options.program.isHeadlessShell }

    /// What the browser says of itself; asked once.
    var version: BrowserVersion? {
        get async {
            let task = shared.withLock { shared in
                let task = shared.version ?? Task(operation: { await self.readVersion() })
                shared.version = task
                return task
            }
            return await task.value
        }
    }

    func start(_ order: BrowserOrder) async throws(BrowserFailure) -> SessionBrowser {
        let deadline = ContinuousClock.now + Self.patience
        let version = await version
        let session = try folders().makeSession(keepsProfile: order.setup.profile?.isPersisted ?? false)
        let relay = try await Self.relay(for: order.setup.proxy)
        do throws(BrowserFailure) {
            let browser = try await start(order, version: version, in: session, through: relay, until: deadline)
            shared.withLock { $0.sessions[session.path] = session }
            browser.connection.whenEnded { [weak self] in
                relay?.close()
                self?.forget(session)
            }
            return browser
        } catch {
            relay?.close()
            session.removeAll()
            throw error
        }
    }

    /// What says the name and the password that a proxy wants; nil if it wants none.
    private static func relay(for proxy: BrowserSetup.Proxy?) async throws(BrowserFailure) -> ProxyRelay? {
        guard let proxy, !proxy.username.isEmpty || !proxy.password.isEmpty else { return nil }
        guard proxy.scheme == "http" else {
            throw .startFailed(
                "A name and a password for a proxy work with http:// proxies; Drydock says none to \(proxy.scheme):// ones."
            )
        }
        do { return try await ProxyRelay(to: proxy) } catch {
            throw .startFailed("There is no relay to the session's proxy: \(error).")
        }
    }

    func tidy() {
        for session in shared.withLock({ Array($0.sessions.values) }) { session.trimLog() }
        reaper.takeOrphans()
    }

    func forget(_ world: WorldName) { profiles.forget(world) }

    func finish() async {
        let folders = shared.withLock { shared in
            defer { shared.folders = nil }
            return shared.folders
        }
        await folders?.remove()
        reaper.takeOrphans()
    }

    private func forget(_ session: BrowserFolders.Session) {
        let leaving = shared.withLock { shared in
            shared.sessions[session.path] = nil
            return shared.leaving.removeValue(forKey: session.path)
        }
        if let leaving {
            profiles.keep(session.profile, cookies: leaving.cookies, as: leaving.profile)
        } else {
            try? FileManager.default.removeItem(atPath: session.profile)
        }
        session.removeLog()
        reaper.takeOrphans()
    }

    private func folders() throws(BrowserFailure) -> BrowserFolders {
        try shared.withLock { (shared) throws(BrowserFailure) in
            if let folders = shared.folders { return folders }
            let folders = try BrowserFolders(environment: environment, reaper: reaper)
            shared.folders = folders
            return folders
        }
    }

    // MARK: One start

    private func start(
        _ order: BrowserOrder, version: BrowserVersion?, in session: BrowserFolders.Session,
        through relay: ProxyRelay?, until deadline: ContinuousClock.Instant
    ) async throws(BrowserFailure) -> SessionBrowser {
        let profile = order.setup.profile.map {
            ProfileStore.Key(world: order.key.world, vendor: order.key.vendor, name: $0.name)
        }
        let cookies = profile.map { profiles.lay($0, into: session.profile) } ?? []
        let arguments = BrowserArguments(
            program: options.program, version: version, profileFolder: session.profile, setup: order.setup,
            network: order.network, hasSandbox: options.hasSandbox, relayPort: relay?.port,
            extensionFolders: try unpack(order.setup.extensions, in: session))
        let logger = logger
        let process = try await BrowserProcess(
            [options.program.path] + arguments.list, folders: session, reaper: reaper, executor: executor
        ) { timer, send in
            DevToolsConnection(
                state: DevToolsState(dismissesDialogs: order.setup.dismissesDialogs, downloadFolder: session.kept),
                downloads: DownloadTable(folder: session.kept, now: order.now, logger: logger), timer: timer,
                send: send)
        }
        let outcome = await withTaskCancellationHandler { () async -> Result<SessionBrowser, BrowserFailure> in
            do throws(BrowserFailure) {
                return .success(try await prepare(process, order.setup, profile, cookies, in: session, until: deadline))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            process.kill()
        }
        switch outcome {
        case .success(let browser): return browser
        case .failure(let failure):
            process.kill()
            await withCheckedContinuation { continuation in process.connection.whenEnded { continuation.resume() } }
            throw explained(failure, session)
        }
    }

    /// The folders of what the browser loads, in the folder that goes with it.
    private func unpack(
        _ extensions: [LoadedExtension], in session: BrowserFolders.Session
    ) throws(BrowserFailure) -> [String] {
        guard !extensions.isEmpty, loadsExtensions else { return [] }
        var folders: [String] = []
        var room = LoadedExtension.limit
        for (number, loaded) in extensions.enumerated() {
            let folder = "\(session.path)/extension-\(number)"
            try loaded.write(to: folder, &room)
            folders.append(folder)
        }
        return folders
    }

    private func prepare(
        _ process: BrowserProcess, _ setup: BrowserSetup, _ profile: ProfileStore.Key?, _ cookies: [JSONValue],
        in session: BrowserFolders.Session,
        until deadline: ContinuousClock.Instant
    ) async throws(BrowserFailure) -> SessionBrowser {
        _ = try await process.connection.command(
            "Browser.getVersion", JSONObject(), session: nil, within: deadline - ContinuousClock.now)
        // A port is opened beside all else: on a busy machine, after the first answer.
        let connection = process.connection
        let address = await DevToolsAddress.written(
            to: "\(session.profile)/DevToolsActivePort", until: deadline,
            unless: { connection.read { $0.ending != nil } })
        guard let address else { throw .startFailed("It opened no port for DevTools clients.") }
        let browser = SessionBrowser(
            setup: setup, address: address, folder: session.path, keptFolder: session.kept,
            isHeadlessShell: options.program.isHeadlessShell, connection: process.connection,
            leave: { [weak self] browser in
                guard setup.profile?.isPersisted == true, let profile else { return }
                let all = try? await browser.command("Storage.getCookies")["cookies"]?.array
                let cookies = SessionCookies.those(in: all ?? [])
                self?.shared.withLock { $0.leaving[session.path] = (profile, cookies) }
            }, close: { process.end() })
        try await BrowserPreparation(of: browser, storedCookies: cookies, until: deadline).run()
        browser.beginShowing()
        return browser
    }

    private func explained(_ failure: BrowserFailure, _ session: BrowserFolders.Session) -> BrowserFailure {
        if Task.isCancelled { return .ended("The session ended while its browser started.") }
        let printed = session.lastWords
        if printed.contains("No usable sandbox!") {
            return .startFailed(
                "Its sandbox does not work here. Start Drydock with `--browser-sandbox off` if you trust the pages. "
                    + "It printed: \(printed)")
        }
        let words =
            switch failure {
            case .startFailed(let words): words
            case .timedOut: "It did not answer within 20 seconds."
            default: failure.description
            }
        return .startFailed(printed.isEmpty ? words : "\(words) It printed: \(printed)")
    }

    // MARK: The version

    private func readVersion() async -> BrowserVersion? {
        guard let folders = try? folders() else { return nil }
        let path = "\(folders.path)/version"
        let child = try? reaper.start { () throws(ChildProcess.Failure) in
            try ChildProcess(
                ["/bin/sh", "-c", "exec \"$1\" --version >\"$2\"", "sh", options.program.path, path],
                environment: environment.filter { ["PATH", "LANG", "LC_ALL", "HOME", "TMPDIR"].contains($0.key) })
        }
        guard let child else { return nil }
        for descriptor in [child.input, child.output] { _ = close(descriptor) }
        let deadline = ContinuousClock.now + .seconds(10)
        while reaper.exitCode(of: child.identifier) == nil {
            if ContinuousClock.now > deadline { _ = kill(-child.identifier, SIGKILL) }
            try? await Task.sleep(for: .milliseconds(5))
        }
        let printed = FileManager.default.contents(atPath: path) ?? Data()
        return BrowserVersion(printed: String(decoding: printed.prefix(1000), as: UTF8.self))
    }
}
