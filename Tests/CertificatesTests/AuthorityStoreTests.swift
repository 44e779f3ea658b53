import Crypto
import FoundationEssentials
import SwiftASN1
import Synchronization
import Testing
import X509

@testable import Certificates

@Suite struct AuthorityStoreTests {
    /// A clock for a store.
    private final class Time: Sendable {
        private let instant = Mutex(noon)
        var now: Date { instant.withLock { $0 } }
        func advance(_ days: Double) { instant.withLock { $0 += days * day } }
    }

    private let time = Time()

    private func store(_ settings: TLSSettings = TLSSettings()) -> AuthorityStore {
        AuthorityStore(settings, now: { [time] in time.now })
    }

    @Test(arguments: [nil] + CertificateFlaw.allCases.map(Optional.some))
    func `a certificate is kept until it is close to its end`(flaw: CertificateFlaw?) throws {
        let store = store()
        let first = try store.certificate(flaw)
        time.advance(29)
        #expect(try store.certificate(flaw) == first)
        time.advance(340)
        let second = try store.certificate(flaw)
        #expect(second != first)
        #expect(try second.leaf.notValidBefore > noon)
    }

    @Test func `a certificate is kept for each name, and not for any number of them`() throws {
        let store = store()
        let named = try store.certificate(nil, for: "localhost")
        #expect(try store.certificate(nil, for: "drydock") == named)
        #expect(try store.certificate(nil) != named)
        let web = try store.certificate(nil, for: "web.localhost")
        #expect(try store.certificate(nil, for: "web.localhost") == web)
        for index in 0..<220 { _ = try store.certificate(nil, for: "n\(index).localhost") }
        #expect(try store.certificate(nil, for: "web.localhost") != web)
    }

    @Test func `an authority in memory is one for each store`() throws {
        let (first, second) = (store(), store())
        #expect(try first.authority().certificatePEM == first.authority().certificatePEM)
        #expect(try first.authority().certificatePEM != second.authority().certificatePEM)
        #expect(try first.certificate(nil).chainPEM.hasSuffix(first.authority().certificatePEM))
        #expect(first.certificateFile == nil)
        #expect(throws: CertificateProblem.self) { try first.renew() }
        #expect(throws: CertificateProblem.self) { try first.writeBundle() }
    }

    // MARK: - One's own certificate

    /// Keys that people have, in the forms that they have them in.
    enum OwnKey: CaseIterable {
        case p256, p384, p521, ed25519

        var key: Certificate.PrivateKey {
            switch self {
            case .p256: Certificate.PrivateKey(P256.Signing.PrivateKey())
            case .p384: Certificate.PrivateKey(P384.Signing.PrivateKey())
            case .p521: Certificate.PrivateKey(P521.Signing.PrivateKey())
            case .ed25519: Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
            }
        }
    }

    private static func certificate(_ key: Certificate.PrivateKey, days: Double = 60) throws -> String {
        let name = try DistinguishedName { CommonName("own.test") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: noon,
            notValidAfter: noon.addingTimeInterval(days * day), issuer: name, subject: name,
            extensions: Certificate.Extensions(), issuerPrivateKey: key)
        return "\(try certificate.serializeAsPEM().pemString)\n"
    }

    private static func settings(_ folder: TemporaryFolder, chain: String, key: String) throws -> TLSSettings {
        try Data(chain.utf8).write(to: URL(filePath: folder["chain.pem"]))
        try Data(key.utf8).write(to: URL(filePath: folder["key.pem"]))
        var settings = TLSSettings()
        settings.ownCertificate = CertificateFiles(chainFile: folder["chain.pem"], keyFile: folder["key.pem"])
        return settings
    }

    @Test(arguments: OwnKey.allCases)
    func `one's own certificate is served, and flaws are the authority's`(kind: OwnKey) throws {
        let folder = try TemporaryFolder()
        let key = kind.key
        let chain = try Self.certificate(key)
        let store = store(
            try Self.settings(folder, chain: "a comment\n\(chain)", key: key.serializeAsPEM().pemString))
        try store.check(isNamed: false)
        #expect(try store.certificate(nil).chainPEM == chain)
        #expect(try store.certificate(.wrongName).chainPEM.hasSuffix(store.authority().certificatePEM))
    }

    @Test func `one's own certificate is looked for again when it is close to its end`() throws {
        let folder = try TemporaryFolder()
        let key = OwnKey.p256.key
        let pem = try key.serializeAsPEM().pemString
        let (former, latter) = (try Self.certificate(key), try Self.certificate(key, days: 120))
        let store = store(try Self.settings(folder, chain: former, key: pem))
        #expect(try store.certificate(nil).chainPEM == former)
        _ = try Self.settings(folder, chain: latter, key: pem)
        time.advance(29)
        #expect(try store.certificate(nil).chainPEM == former)
        _ = try Self.settings(folder, chain: "half", key: pem)
        time.advance(2)
        #expect(try store.certificate(nil).chainPEM == former, "half replaced")
        _ = try Self.settings(folder, chain: latter, key: pem)
        time.advance(1)
        #expect(try store.certificate(nil).chainPEM == latter)
    }

    @Test(arguments: [
        ("chain", "", "--tls-cert", "has no certificate: it must be PEM"),
        ("chain", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "--tls-cert", "cannot be read"),
        ("key", "", "--tls-key", "has no private key: it must be PEM"),
        ("key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "--tls-key", "cannot be read: RSA"),
        (
            "key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", "--tls-key",
            "is encrypted; openssl pkey -in"
        ),
        ("key", P256.Signing.PrivateKey().pemRepresentation, "--tls-key", "is not the key of the first certificate in"),
    ])
    func `what cannot be served is refused at start`(file: String, text: String, flag: String, words: String) throws {
        let folder = try TemporaryFolder()
        let key = OwnKey.p256.key
        var settings = try Self.settings(
            folder, chain: file == "chain" ? text : Self.certificate(key),
            key: file == "key" ? text : key.serializeAsPEM().pemString)
        let problem = try #require(throws: CertificateProblem.self) { try store(settings).check(isNamed: false) }
        #expect(problem.description.hasPrefix("\(flag) \(folder[file]).pem "))
        #expect(problem.description.contains(words), "\(problem)")
        settings.ownCertificate = CertificateFiles(chainFile: folder["none.pem"], keyFile: folder["key.pem"])
        let missing = CertificateProblem("--tls-cert \(folder["none.pem"]) cannot be read: there is no such file")
        #expect(throws: missing) { try store(settings).check(isNamed: false) }
    }

    // MARK: - Where it is kept

    @Test(arguments: [
        (["HOME": "/home/ada"], "/home/ada/.cache/drydock/ca"),
        (["HOME": "/home/ada", "XDG_CACHE_HOME": "/cache"], "/cache/drydock/ca"),
        (["HOME": "/home/ada", "XDG_CACHE_HOME": "cache"], "/home/ada/.cache/drydock/ca"),
        (["XDG_CACHE_HOME": "/cache"], "/cache/drydock/ca"), ([:], nil), (["HOME": ""], nil), (["HOME": "ada"], nil),
    ])
    func `the usual place is beside the user's cache`(environment: [String: String], folder: String?) {
        #if os(Linux)
            #expect(
                AuthorityLocation.usual(environment, isUsable: { _ in true }) == folder.map { .folder($0) } ?? .memory)
            #expect(AuthorityLocation.usual(environment, isUsable: { _ in false }) == .memory)
        #endif
    }

    @Test func `a home that is not there is none`() throws {
        let folder = try TemporaryFolder()
        #expect(AuthorityLocation.isUsable(folder["a/b"]))
        try Data().write(to: URL(filePath: folder["file"]))
        #expect(!AuthorityLocation.isUsable(folder["file/b"]))
        #expect(AuthorityLocation("memory") == .memory && AuthorityLocation("./memory") == .folder("./memory"))
    }

    @Test(arguments: [
        ("/tmp/ca.pem", "/tmp/ca.pem"), ("/tmp/my ca", "'/tmp/my ca'"), ("it's", #"'it'\''s'"#), ("", "''"),
        ("$HOME", "'$HOME'"),
        ("~", "'~'"), ("ü", "'ü'"),
    ])
    func `a shell reads a word as it is`(word: String, quoted: String) {
        #expect(ShellWord(word).text == quoted)
    }
}
