import Crypto
import FoundationEssentials
import SwiftASN1
import Testing
import X509

@testable import Certificates

@Suite struct LocalAuthorityTests {
    @Test(
        arguments: [
            "localhost", "127.0.0.1", "::1", "drydock", "browser", "api.anchorbrowser.localhost",
            "link.svc.sandbox.anon.localhost", "shop.test", "deep.wild.test", "10.1.2.3", "fd00::7",
        ] + LocalAuthority.vendorNames)
    func `a client that trusts it believes its certificate`(host: String) async throws {
        let authority = try LocalAuthority.sample(["shop.test", "*.wild.test", "10.1.2.3", "fd00::7"])
        let server = try authority.issue(nil, at: noon).certificate
        let complaint = try await Trust(authority: authority.certificatePEM).complaint(
            about: server, as: host, at: noon)
        #expect(complaint == nil)
    }

    @Test(arguments: ["example.com", "anchorbrowser.io", "www.anon.com", "10.1.2.3", "other.localhost"])
    func `its certificate is for no other name`(host: String) async throws {
        let authority = try LocalAuthority.sample()
        let server = try authority.issue(nil, at: noon).certificate
        #expect(
            try await Trust(authority: authority.certificatePEM).complaint(about: server, as: host, at: noon) != nil)
    }

    @Test(arguments: ["example.com", "anchorbrowser.io", "anon.com", "10.1.2.3", "128.0.0.1", "::2", "localhost.test"])
    func `who steals its key cannot sign for another name`(host: String) async throws {
        let authority = try LocalAuthority.sample()
        let name = try #require(CertificateName(host))
        let forged = try authority.sign([name], from: noon, to: noon.addingTimeInterval(day))
        let complaint = try await Trust(authority: authority.certificatePEM).complaint(
            about: forged, as: host, at: noon)
        #expect(complaint != nil)
        #expect(authority.allowed?.cover(name) == false)
        let fits = try LocalAuthority.sample([host])
        let right = try fits.sign([name], from: noon, to: noon.addingTimeInterval(day))
        #expect(try await Trust(authority: fits.certificatePEM).complaint(about: right, as: host, at: noon) == nil)
    }

    @Test(arguments: [
        ("localhost", nil), ("api.anchorbrowser.io", nil), ("shop.test", nil), ("a.wild.test", nil),
        ("web.localhost", "web.localhost"), ("WEB.drydock", "web.drydock"), ("deep.a.wild.test", "deep.a.wild.test"),
        ("example.com", nil), ("not a name", nil), ("127.0.0.1", nil), (nil, nil),
    ])
    func `who names a host gets a certificate without addresses, and for what lies below our names`(
        serverName: String?, further: String?
    ) async throws {
        let authority = try LocalAuthority.sample(["shop.test", "*.wild.test"])
        let audience = authority.audience(serverName)
        let isHost =
            serverName.flatMap(CertificateName.init).map { if case .host = $0 { true } else { false } } ?? false
        #expect(audience == .init(hasAddresses: !isHost, further: further.map { .host($0) }))
        let server = try authority.issue(nil, for: audience, at: noon).certificate
        let trust = Trust(authority: authority.certificatePEM)
        #expect((try await trust.complaint(about: server, as: "127.0.0.1", at: noon) == nil) == !isHost)
        #expect(try await trust.complaint(about: server, as: further ?? "localhost", at: noon) == nil)
    }

    @Test func `it binds those who read it, and can make no further authority`() throws {
        let extensions = try LocalAuthority.sample().certificate.extensions
        for oid in [
            ASN1ObjectIdentifier.X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
            .X509ExtensionID.nameConstraints,
        ] {
            #expect(extensions[oid: oid]?.critical == true)
        }
        #expect(try extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        #expect(try extensions.extendedKeyUsage == ExtendedKeyUsage([.serverAuth]))
        #expect(try extensions.subjectKeyIdentifier != nil)
    }

    @Test func `people find it by machine and day, and it lasts ten years`() throws {
        let authority = try LocalAuthority.sample()
        #expect(authority.name == "Drydock local authority (builder, 2027-01-15)")
        #expect(authority.certificate.notValidBefore == noon.addingTimeInterval(-3600))
        #expect(authority.certificate.notValidAfter == noon.addingTimeInterval(3652 * day - 3600))
        let last = authority.certificate.notValidAfter
        #expect(throws: CertificateProblem("the local authority ended on 2037-01-14")) {
            try authority.issue(nil, at: last)
        }
    }

    @Test func `a certificate lasts as long as browsers take it, and not beyond its authority`() throws {
        let authority = try LocalAuthority.sample()
        for (age, longest) in [(0, 397.0), (3600, 52.0)] {
            let server = try authority.issue(nil, at: noon.addingTimeInterval(Double(age) * day)).certificate
            let leaf = try server.leaf
            #expect(leaf.notValidAfter.timeIntervalSince(leaf.notValidBefore) <= longest * day)
            #expect(leaf.notValidAfter <= authority.certificate.notValidAfter)
            #expect(
                try leaf.extensions.authorityKeyIdentifier?.keyIdentifier
                    == authority.certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
        }
    }

    @Test(arguments: [
        (CertificateFlaw.expired, "localhost", "localhost", noon.addingTimeInterval(-2 * day)),
        (.wrongName, "localhost", "wrong-name.localhost", noon),
    ])
    func `a flaw is the only one`(flaw: CertificateFlaw, wrong: String, right: String, then: Date) async throws {
        let authority = try LocalAuthority.sample()
        let trust = Trust(authority: authority.certificatePEM)
        let server = try authority.issue(flaw, at: noon).certificate
        #expect(try await trust.complaint(about: server, as: wrong, at: noon) != nil)
        // An authority of an hour ago was not there yet; one that was believes it.
        let former = try LocalAuthority.make(extraNames: [], host: "builder", now: noon.addingTimeInterval(-40 * day))
        let old = try former.issue(flaw, at: noon).certificate
        #expect(try await Trust(authority: former.certificatePEM).complaint(about: old, as: right, at: then) == nil)
    }

    @Test func `an unknown authority's certificate is right for who trusts that authority`() async throws {
        let authority = try LocalAuthority.sample()
        let server = try authority.issue(.unknownAuthority, at: noon).certificate
        let known = Trust(authority: authority.certificatePEM)
        #expect(try await known.complaint(about: server, as: "localhost", at: noon) != nil)
        let chain = try PEMDocument.parseMultiple(pemString: server.chainPEM)
        let unknown = Trust(authority: try #require(chain.last).pemString)
        #expect(try await unknown.complaint(about: server, as: "localhost", at: noon) == nil)
        #expect(try authority.issue(.unknownAuthority, at: noon).certificate != server)
    }

    @Test func `nobody sees its key in what it gives out`() throws {
        let authority = try LocalAuthority.sample()
        let lines = authority.key.pemRepresentation.split(separator: "\n").dropFirst().dropLast()
        for flaw in [nil] + CertificateFlaw.allCases.map(Optional.some) {
            let server = try authority.issue(flaw, at: noon).certificate
            for line in lines { #expect(!(server.chainPEM + server.keyPEM + authority.certificatePEM).contains(line)) }
            #expect(!server.chainPEM.contains("PRIVATE"))
        }
    }
}
