/// What certificates the server has.
package struct TLSSettings: Sendable, Equatable {
    /// Where the local authority is kept.
    package var authority: AuthorityLocation = .memory
    /// What certificates are for beside the standard names: names of hosts and addresses (`--tls-name`).
    package var extraNames: [String] = []
    /// A certificate of one's own, for all names (`--tls-cert`, `--tls-key`).
    package var ownCertificate: CertificateFiles?

    /// The defaults.
    package init() {}
}

/// A certificate with its key, on disk.
package struct CertificateFiles: Sendable, Equatable {
    /// The certificate, and what it is signed with, as PEM.
    package let chainFile: String
    /// Its key, as PEM.
    package let keyFile: String

    /// These two.
    package init(chainFile: String, keyFile: String) {
        self.chainFile = chainFile
        self.keyFile = keyFile
    }
}

/// Where the local authority is kept.
package enum AuthorityLocation: Sendable, Equatable {
    /// It ends with the process.
    case memory
    /// In a folder, so that it lasts over restarts where people trust it once.
    case folder(String)

    /// What `--ca-dir` says: a folder, or `memory`.
    package init(_ text: String) {
        self = text == "memory" ? .memory : .folder(text)
    }

    /// Beside the user's cache; in memory where there is no home that one may write in, as in most containers (ours).
    ///
    /// - Parameters:
    ///   - environment: the variables of the process.
    ///   - isUsable: whether a folder is there, or can be made.
    package static func usual(
        _ environment: [String: String], isUsable: (String) -> Bool = AuthorityLocation.isUsable
    ) -> AuthorityLocation {
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        #if os(macOS)
            let cache = home.map { "\($0)/Library/Caches" }
        #else
            // The XDG specification has paths ignored that are not absolute.
            let named = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            let cache = named ?? home.map { "\($0)/.cache" }
        #endif
        guard let folder = cache.map({ "\($0)/drydock/ca" }), isUsable(folder) else { return .memory }
        return .folder(folder)
    }

    /// Whether there is an authority to be read, or a place for one.
    package static func isUsable(_ folder: String) -> Bool {
        if SmallFile.exists(AuthorityFolder(path: folder).keyFile) { return true }
        return (try? SmallFile.checkFolder(folder)) != nil
    }
}
