import Crypto
import FoundationEssentials
import Synchronization
import X509

/// Where the authority is kept: made or read at first need, once per process, safe to call from any thread.
package final class AuthorityStore: Sendable {
    private let settings: TLSSettings
    private let now: @Sendable () -> Date
    private let kept = Mutex(Kept())

    /// Nil for an authority in memory.
    var folder: AuthorityFolder? {
        guard case .folder(let path) = settings.authority else { return nil }
        return AuthorityFolder(path: path)
    }

    private struct Kept {
        var authority: LocalAuthority?
        var certificates: [Kind: LocalAuthority.Issued] = [:]
    }

    private struct Kind: Hashable {
        let flaw: CertificateFlaw?
        let audience: LocalAuthority.Audience

        /// One's own certificate is for all.
        static let own = Kind(flaw: nil, audience: .unnamed)
    }

    /// How many certificates are kept: clients choose names (ours).
    private static let most = 200

    /// Reads nothing and makes nothing yet.
    package convenience init(_ settings: TLSSettings) {
        self.init(settings, now: { Date() })
    }

    /// - Parameter now: the real time: nobody's client knows of a world's clock.
    init(_ settings: TLSSettings, now: @escaping @Sendable () -> Date) {
        self.settings = settings
        self.now = now
    }

    /// The certificate to serve with: of one's own where there is no flaw; kept until it is close to its end, then issued anew.
    ///
    /// Blocking (files, signing; a few ms): never on an event loop.
    ///
    /// - Parameter serverName: the host that the client has named (SNI); nil if it has named none.
    package func certificate(
        _ flaw: CertificateFlaw?, for serverName: String? = nil
    ) throws(CertificateProblem) -> ServerCertificate {
        try kept.withLock { kept throws(CertificateProblem) in
            let now = now()
            if flaw == nil, let files = settings.ownCertificate {
                let former = kept.certificates[.own]
                if let former, now < former.renewal { return former.certificate }
                let own = try Self.read(files, instead: former, now: now)
                kept.certificates[.own] = own
                return own.certificate
            }
            let authority = try authority(&kept, now: now)
            let kind = Kind(flaw: flaw, audience: authority.audience(serverName))
            if let former = kept.certificates[kind], now < former.renewal { return former.certificate }
            let issued = try authority.issue(flaw, for: kind.audience, at: now)
            if kept.certificates.count >= Self.most { kept.certificates = kept.certificates.filter { $0.key == .own } }
            kept.certificates[kind] = issued
            return issued.certificate
        }
    }

    /// The authority. Blocking, as above.
    package func authority() throws(CertificateProblem) -> LocalAuthority {
        try kept.withLock { kept throws(CertificateProblem) in try authority(&kept, now: now()) }
    }

    /// Makes a new authority in the place of one that is kept; it may sign for what that one could, too. It must be trusted again,
    /// and servers that run go on with the former one.
    package func renew() throws(CertificateProblem) -> LocalAuthority {
        try kept.withLock { kept throws(CertificateProblem) in
            let now = now()
            let names = try CertificateName.all(settings.extraNames)
            guard case .folder(let path) = settings.authority else {
                throw CertificateProblem(
                    "an authority in memory is made anew with each process: --renew is for a folder")
            }
            let folder = AuthorityFolder(path: path)
            let former = try? folder.read([], now: now)?.allowed
            let authority = try LocalAuthority.make(extraNames: names, former: former, host: SmallFile.host, now: now)
            try folder.replace(with: authority)
            kept = Kept()
            return try self.authority(&kept, now: now)
        }
    }

    /// The authority that is there already, if it is kept at all; makes none. Blocking, as above.
    package func existing() throws(CertificateProblem) -> LocalAuthority? {
        try folder?.read(CertificateName.all(settings.extraNames), now: now())
    }

    /// Throws for what is wrong before any client comes: names, a certificate of one's own, and the folder if it is one that somebody
    /// named or that must suit further names.
    ///
    /// Makes nothing, unless there are further names: an authority for them is made now, as whoever is not told of them, `drydock ca` for
    /// example, could be the first to make one.
    ///
    /// - Parameter isNamed: whether somebody chose the folder; what is wrong with the usual one is said when it is needed.
    package func check(isNamed: Bool) throws(CertificateProblem) {
        let names = try CertificateName.all(settings.extraNames)
        if settings.ownCertificate != nil { _ = try certificate(nil) }
        guard let folder else { return }
        if !names.isEmpty {
            _ = try authority()
        } else if isNamed, try folder.read([], now: now()) == nil {
            try folder.checkPlace()
        }
    }

    // MARK: - Reading and making

    private func authority(_ kept: inout Kept, now: Date) throws(CertificateProblem) -> LocalAuthority {
        if let authority = kept.authority { return authority }
        let names = try CertificateName.all(settings.extraNames)
        let authority = try find(names, now: now)
        kept.authority = authority
        return authority
    }

    private func find(_ names: [CertificateName], now: Date) throws(CertificateProblem) -> LocalAuthority {
        guard let folder else { return try LocalAuthority.make(extraNames: names, host: SmallFile.host, now: now) }
        if let authority = try folder.read(names, now: now) { return authority }
        try folder.keep(LocalAuthority.make(extraNames: names, host: SmallFile.host, now: now))
        guard let authority = try folder.read(names, now: now) else {
            throw CertificateProblem("the local authority in \(folder.path) was removed while it was made")
        }
        return authority
    }

    /// What is in the files now. A former certificate goes on being used where they are half replaced.
    private static func read(
        _ files: CertificateFiles, instead former: LocalAuthority.Issued?, now: Date
    ) throws(CertificateProblem) -> LocalAuthority.Issued {
        // Whoever renews it does so before its end; until then it is looked for each minute.
        let minute = now.addingTimeInterval(60)
        do {
            let own = try OwnCertificate(files)
            return LocalAuthority.Issued(
                certificate: own.certificate,
                renewal: max(own.end.addingTimeInterval(-LocalAuthority.renewalLead), minute))
        } catch {
            guard let former else { throw error }
            return LocalAuthority.Issued(certificate: former.certificate, renewal: minute)
        }
    }
}
