import Crypto
import Dispatch
import FoundationEssentials
import SwiftASN1
import Synchronization
import Testing
import X509

@testable import Certificates

@Suite struct AuthorityFolderTests {
    private let place: TemporaryFolder
    private let folder: AuthorityFolder

    init() throws {
        place = try TemporaryFolder()
        folder = AuthorityFolder(path: place["cache/ca"])
    }

    private func store(_ names: [String] = [], now: Date = noon) -> AuthorityStore {
        var settings = TLSSettings()
        settings.authority = .folder(folder.path)
        settings.extraNames = names
        return AuthorityStore(settings, now: { now })
    }

    private func text(_ file: String) throws -> String { try String(contentsOf: URL(filePath: file), encoding: .utf8) }

    private func write(_ text: String, to file: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }

    @Test func `it is made once and read from then on`() throws {
        let first = try store().authority()
        let second = try store().authority()
        #expect(first.certificatePEM == second.certificatePEM)
        #expect(try text(folder.certificateFile) == first.certificatePEM)
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["ca.pem", "ca-key.pem"])
    }

    @Test func `nobody else can read the key, or look into the folder`() throws {
        _ = try store().authority()
        #expect(try SmallFile.read(folder.keyFile)?.isOpenToOthers == false)
        #expect(try SmallFile.read(folder.certificateFile)?.isOpenToOthers == true)
        for (path, expected) in [(folder.path, 0o700), (folder.keyFile, 0o600), (folder.certificateFile, 0o644)] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == expected)
        }
    }

    @Test(arguments: [2, 8, 32])
    func `stores that start at once end up with the same authority`(threads: Int) async throws {
        let found = Mutex<Set<String>>([])
        let group = DispatchGroup()
        for _ in 0..<threads {
            let store = store()
            DispatchQueue.global().async(group: group) {
                let pem = (try? store.authority().certificatePEM) ?? "none"
                found.withLock { _ = $0.insert(pem) }
            }
        }
        await withCheckedContinuation { group.notify(queue: .global(), execute: $0.resume) }
        let authorities = found.withLock { $0 }
        #expect(authorities == [try text(folder.certificateFile)])
    }

    @Test(arguments: [2, 8])
    func `renewals at once end in one whole authority, and readers see no half of one`(threads: Int) async throws {
        _ = try store().authority()
        let problems = Mutex<[String]>([])
        let group = DispatchGroup()
        for index in 0..<threads * 2 {
            let store = store()
            DispatchQueue.global().async(group: group) {
                do { _ = try index.isMultiple(of: 2) ? store.renew() : store.authority() } catch {
                    problems.withLock { $0.append("\(error)") }
                }
            }
        }
        await withCheckedContinuation { group.notify(queue: .global(), execute: $0.resume) }
        #expect(problems.withLock { $0 } == [])
        #expect(try store().authority().certificatePEM == text(folder.certificateFile))
    }

    @Test func `a certificate that is gone is written again`() throws {
        let authority = try store().authority()
        try FileManager.default.removeItem(atPath: folder.certificateFile)
        #expect(try store().authority().certificatePEM == authority.certificatePEM)
        #expect(try text(folder.certificateFile) == authority.certificatePEM)
    }

    @Test func `renewing makes another that may sign for what the former could`() throws {
        let former = try store(["shop.test"]).authority()
        let renewed = try store(["10.0.0.1"]).renew()
        #expect(renewed.certificatePEM != former.certificatePEM)
        #expect(try store(["shop.test", "10.0.0.1"]).authority().certificatePEM == renewed.certificatePEM)
        #expect(try text(folder.certificateFile) == renewed.certificatePEM)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.keyFile)[.posixPermissions] as? Int == 0o600)
    }

    // MARK: - Refusals

    /// What may be wrong with what is in the folder.
    enum Damage: CaseIterable {
        case openKey, noKey, otherKey, otherCertificate, brokenKey, brokenCertificate, noFile, tooLarge

        var words: String {
            switch self {
            case .openKey: "can be read by others, who could then sign what this machine trusts: chmod 600 it"
            case .noKey: "ca.pem is there without ca-key.pem"
            case .otherKey: "the key in ca-key.pem is not that of ca.pem"
            case .otherCertificate: "ca.pem is not the certificate of ca-key.pem"
            case .brokenKey: "ca-key.pem has no key of P-256"
            case .brokenCertificate: "ca.pem has no certificate"
            case .noFile: "ca-key.pem cannot be read: is no regular file"
            case .tooLarge: "ca.pem cannot be read: has more than 8 MiB"
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func `what is damaged is refused in words, and a renewal mends it`(damage: Damage) throws {
        let authority = try store().authority()
        let other = try LocalAuthority.sample()
        switch damage {
        case .openKey: try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.keyFile)
        case .noKey: try FileManager.default.removeItem(atPath: folder.keyFile)
        case .otherKey: try write("\(other.key.pemRepresentation)\n\(authority.certificatePEM)", to: folder.keyFile)
        case .otherCertificate: try write(other.certificatePEM, to: folder.certificateFile)
        case .brokenKey: try write("no key\n", to: folder.keyFile)
        case .brokenCertificate:
            try write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", to: folder.certificateFile)
        case .noFile:
            try FileManager.default.removeItem(atPath: folder.keyFile)
            try FileManager.default.createDirectory(atPath: folder.keyFile, withIntermediateDirectories: false)
        case .tooLarge: try write(String(repeating: "A", count: 9 << 20), to: folder.certificateFile)
        }
        let problem = try #require(throws: CertificateProblem.self) { try store().authority() }
        #expect(problem.description.contains(damage.words), "\(problem)")
        guard damage != .noFile else { return }
        #expect(problem.description.contains("--renew") || damage == .tooLarge)
        let renewed = try store().renew()
        #expect(try store().authority().certificatePEM == renewed.certificatePEM)
    }

    @Test func `a key without its certificate goes with the one beside it`() throws {
        let authority = try store().authority()
        try write("\(authority.key.pemRepresentation)\n", to: folder.keyFile)
        #expect(try store().authority().certificatePEM == authority.certificatePEM)
    }

    @Test(arguments: [
        (
            ["shop.test"], "may not sign for shop.test; drydock ca --ca-dir ",
            "--renew --tls-name shop.test makes a new one"
        ),
        (["*.shop.test"], "may not sign for *.shop.test", "--renew --tls-name '*.shop.test'"),
        (["10.1.1.1"], "may not sign for 10.1.1.1", "which must be trusted again"),
        (["a b"], "--tls-name a b is neither", "the name of a host nor an IP address"),
    ])
    func `names that it may not sign for are refused`(names: [String], what: String, more: String) throws {
        _ = try store().authority()
        let problem = try #require(throws: CertificateProblem.self) { try store(names).authority() }
        #expect(problem.description.contains(what) && problem.description.contains(more), "\(problem)")
        #expect(throws: problem) { try store(names).check(isNamed: false) }
    }

    @Test(arguments: [
        (-1.0, "begins on 2027-01-15: is this machine's clock right?"),
        (3653.0, "ca.pem ended on 2037-01-14; drydock ca"),
    ])
    func `it is refused when it is not valid`(days: Double, words: String) throws {
        _ = try store().authority()
        let later = store(now: noon.addingTimeInterval(days * day))
        let problem = try #require(throws: CertificateProblem.self) { try later.authority() }
        #expect(problem.description.contains(words), "\(problem)")
    }

    @Test func `another's authority is refused`() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let key = Certificate.PrivateKey(try LocalAuthority.sample().key)
        for (title, hasConstraints, words) in [
            ("Somebody's authority (x)", true, "ca.pem is no authority that Drydock made"),
            ("Drydock local authority (x, y)", false, "may sign for any name"),
        ] {
            let name = try DistinguishedName { CommonName(title) }
            let certificate = try Certificate(
                version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: noon,
                notValidAfter: noon.addingTimeInterval(day), issuer: name, subject: name,
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    if hasConstraints { Critical(NamesAllowed([]).constraints) }
                }, issuerPrivateKey: key)
            try write("\(key.serializeAsPEM().pemString)\n", to: folder.keyFile)
            try write("\(certificate.serializeAsPEM().pemString)\n", to: folder.certificateFile)
            let problem = try #require(throws: CertificateProblem.self) { try store().authority() }
            #expect(problem.description.contains(words), "\(problem)")
        }
    }

    @Test func `a folder that cannot be made is refused, and nothing is left`() throws {
        try write("a file", to: place["cache"])
        for attempt in [{ _ = try store().authority() }, { try store().check(isNamed: true) }] {
            let problem = try #require(throws: CertificateProblem.self) { try attempt() }
            #expect(problem.description.contains("Not a directory"), "\(problem)")
        }
        try store().check(isNamed: false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["cache"])
    }

    @Test func `looking makes nothing`() throws {
        try store().check(isNamed: true)
        #expect(try store().existing()?.certificatePEM == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [])
    }

    @Test func `an authority for further names is made before anybody makes one without them`() throws {
        try store(["shop.test"]).check(isNamed: false)
        #expect(try store().authority().allowed?.cover(.host("shop.test")) == true)
        #expect(try store(["shop.test"]).existing() != nil)
    }

    // MARK: - The bundle

    @Test func `the bundle has the first system's trust and ours`() throws {
        let authority = try store().authority()
        try write("nothing\n", to: place["empty.pem"])
        try write("-----BEGIN CERTIFICATE-----\nsystem", to: place["system.pem"])
        for _ in 0..<2 {
            let bundle = try store().writeBundle(
                from: [folder.bundleFile, place["none.pem"], place["empty.pem"], place["system.pem"]])
            #expect(bundle.path == folder.bundleFile && bundle.systemFile == place["system.pem"])
            #expect(try text(bundle.path) == "-----BEGIN CERTIFICATE-----\nsystem\n\(authority.certificatePEM)")
        }
        let alone = try store().writeBundle(from: [place["none.pem"]])
        #expect(try alone.systemFile == nil && text(alone.path) == authority.certificatePEM)
    }
}
