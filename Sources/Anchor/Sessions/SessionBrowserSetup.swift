import Browsers
import HashTreeCollections
import Kernel

/// What a session's browser starts with.
extension AnchorState {
    /// The session's wishes, and its identities signed in: those that are validated at `now`, in the order in which the session
    /// names them. The others set nothing, so that the site asks them to sign in.
    func browserSetup(for session: Session, at now: Moment) -> BrowserSetup {
        let browser = session.configuration.browser
        var setup = BrowserSetup()
        setup.width = Self.pixels(browser.viewport.width)
        setup.height = Self.pixels(browser.viewport.height)
        setup.isHeadless = browser.has(.headless)
        setup.dismissesDialogs = browser.has(.disableDialogs)
        // What REST calls may not open is no first page either: a browser would show the machine's files.
        setup.initialURL = session.configuration.session.initialURL.flatMap { OpenableAddress($0)?.text }
        setup.proxy = session.configuration.session.proxy?.ofCustomer
        setup.profile = browser.profile.map { .init(name: $0.name, isPersisted: $0.isPersisted) }
        setup.extensions = loadedExtensions(browser.extensions)
        setup.isRecorded = session.recording != nil
        setup.isRecordingPaused = session.recording?.isPaused ?? false
        for id in session.configuration.identityIDs {
            guard let identity = identities[id], identity.status(at: now) == .validated else { continue }
            guard let state = identity.browser ?? applications[identity.applicationID]?.signedIn else { continue }
            setup.signIn(state.filled(from: identity.placeValues))
        }
        return setup
    }

    /// Each once; what was taken as it came may have no files.
    private func loadedExtensions(_ ids: [String]) -> [LoadedExtension] {
        var seen: Set<String> = []
        return ids.compactMap { id in
            guard seen.insert(id).inserted, let stored = extensions[id], stored.archive.count > 0 else { return nil }
            return stored.loaded
        }
    }

    /// A client may ask for any size; no browser takes more (ours).
    private static func pixels(_ wanted: Int) -> Int { min(max(wanted, 1), 8192) }
}

extension Identity {
    /// The places that what a browser has of an identity may have.
    static let placeNames = ["identity.id", "identity.name", "identity.username"]

    /// What fills them. The name of the user is that of the first credential that has one.
    fileprivate var placeValues: PlaceValues {
        PlaceValues([
            "identity.id": id, "identity.name": name,
            "identity.username": credentials.lazy.compactMap(\.username).first,
        ])
    }
}

extension SessionProxy {
    /// The customer's own, taken apart; nil if the session does not go through one. Anchor's are not simulated.
    fileprivate var ofCustomer: BrowserSetup.Proxy? {
        guard case .custom(true, let server, let username, let password) = self else { return nil }
        let scheme = ["http", "https", "socks5"].first { server.lowercased().hasPrefix("\($0)://") }
        let address = server.dropFirst(scheme.map { $0.utf8.count + 3 } ?? 0).prefix { !"/?#".contains($0) }
        // As it was checked when it was read, there is a port.
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]) else {
            return nil
        }
        return BrowserSetup.Proxy(
            scheme: scheme ?? "http", host: String(address[..<colon]), port: port, username: username,
            password: password)
    }
}
