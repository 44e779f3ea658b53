import Certificates
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import Logging
import Synchronization

/// What clients are shown that begin with TLS: our certificate, or one that a rule wants to be wrong.
final class Handshakes: Sendable {
    private let store: AuthorityStore
    private let longWork: LongWork
    private let logger: Logger
    private let identities = Mutex<[ServerCertificate: TLSIdentity]>([:])
    /// How many identities are kept: as many certificates as are. Ours.
    private static let most = 200

    init(_ settings: TLSSettings, longWork: LongWork, logger: Logger) {
        store = AuthorityStore(settings)
        self.longWork = longWork
        self.logger = logger
    }

    /// Greets a client as the rules of its world want it.
    func greet(_ hello: TLSHello, in world: World) async -> TLSGreeting {
        let finding = world.rules.find(outgoing: TLSFault.operation, subject: HandshakeSubject(hello))
        if let delay = finding.use?.effect?.delay, var use = finding.use {
            let span = use.draw(delay)
            do {
                if delay.isRealTime {
                    try await Task.sleep(for: span.duration)
                } else {
                    try await world.clock.sleep(until: world.clock.now + span)
                }
            } catch { return .cut }
        }
        let fault = finding.use?.effect?.tls
        if let fault, let use = finding.use {
            logger.info(
                "a TLS handshake fails on purpose",
                metadata: ["rule": "\(use.id)", "fault": "\(fault)", "host": "\(hello.host ?? "none")"])
        }
        if fault == .cutHandshake { return .cut }
        return await longWork.run {
            identity(fault.flatMap(CertificateFlaw.init), for: hello.host)
        }
    }

    /// Signs a certificate if there is none yet, and looks after files.
    private func identity(_ flaw: CertificateFlaw?, for host: String?) -> TLSGreeting {
        do {
            let certificate = try store.certificate(flaw, for: host)
            if let known = identities.withLock({ $0[certificate] }) { return .identity(known) }
            let identity = try TLSIdentity(chain: certificate.chainPEM, key: certificate.keyPEM)
            identities.withLock { identities in
                if identities.count >= Self.most { identities = [:] }
                identities[certificate] = identity
            }
            return .identity(identity)
        } catch {
            logger.error("there is no certificate to show", metadata: ["error": "\(error)"])
            return .cut
        }
    }
}

/// A hello as rules look at it: a request for nothing yet, of which only the host is known.
private struct HandshakeSubject: RuleSubject {
    private let host: String?

    init(_ hello: TLSHello) {
        host = hello.host
    }

    var method: String { "" }
    var urlPath: String { "" }
    func header(_ name: String) -> String? { name.lowercased() == "host" ? host : nil }
    func query(_ name: String) -> String? { nil }
    func pathParameter(_ name: String) -> String? { nil }
    var bodyValue: JSONValue? { nil }
}

extension CertificateFlaw {
    /// What has to be wrong with the certificate; nil where no handshake comes to that.
    fileprivate init?(_ fault: TLSFault) {
        switch fault {
        case .expired: self = .expired
        case .wrongName: self = .wrongName
        case .unknownAuthority: self = .unknownAuthority
        case .cutHandshake: return nil
        }
    }
}
