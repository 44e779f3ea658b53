import ArgumentParser
import Assembly
import Certificates
import Testing

@testable import Commands

@Suite struct CertificateOptionsTests {
    private static func settings(_ arguments: [String], _ variables: [String: String] = [:]) throws -> TLSSettings {
        try ServeOptions.parse(arguments).tlsSettings(EnvironmentValues(variables))
    }

    @Test(arguments: [
        (["--ca-dir", "/ca"], [:], AuthorityLocation.folder("/ca")), (["--ca-dir", "memory"], [:], .memory),
        ([], ["DRYDOCK_CA_DIR": "/ca"], .folder("/ca")), (["--ca-dir", "/a"], ["DRYDOCK_CA_DIR": "/b"], .folder("/a")),
        ([], [:], .memory), ([], ["DRYDOCK_CA_DIR": "memory", "HOME": "/tmp"], .memory),
    ])
    func `the authority is where flag or variable say`(
        arguments: [String], variables: [String: String], location: AuthorityLocation
    ) throws {
        #expect(try Self.settings(arguments, variables).authority == location)
    }

    @Test func `a relative folder is made absolute`() throws {
        guard case .folder(let path) = try Self.settings(["--ca-dir", "ca"]).authority else {
            Issue.record("no folder")
            return
        }
        #expect(path.hasPrefix("/") && path.hasSuffix("/ca"))
    }

    @Test(arguments: [
        (["--tls-name", "a.test", "--tls-name", "10.0.0.1"], [:], ["a.test", "10.0.0.1"]),
        ([], ["DRYDOCK_TLS_NAME": "a.test,b.test"], ["a.test", "b.test"]),
        (["--tls-name", "a.test"], ["DRYDOCK_TLS_NAME": "b.test"], ["a.test"]),
    ])
    func `names are those of the flags, else of the variable`(
        arguments: [String], variables: [String: String], names: [String]
    ) throws {
        #expect(try Self.settings(arguments, variables).extraNames == names)
    }

    @Test func `a certificate of one's own comes with its key`() throws {
        let files = CertificateFiles(chainFile: "chain", keyFile: "key")
        #expect(try Self.settings(["--tls-cert", "chain", "--tls-key", "key"]).ownCertificate == files)
        #expect(try Self.settings(["--tls-cert", "chain"], ["DRYDOCK_TLS_KEY": "key"]).ownCertificate == files)
        #expect(throws: ValidationError.self) { try Self.settings(["--tls-cert", "chain"]) }
        #expect(throws: ValidationError.self) { try Self.settings([], ["DRYDOCK_TLS_KEY": "key"]) }
    }

    @Test(arguments: [(["--proxy-others"], [:], true), ([], ["DRYDOCK_PROXY_OTHERS": "1"], true), ([], [:], false)])
    func `other hosts are passed on only if that is wanted`(
        arguments: [String], variables: [String: String], isWanted: Bool
    ) throws {
        let configuration = try ServeOptions.parse(arguments).configuration(EnvironmentValues(variables))
        #expect(configuration.passesOtherHosts == isWanted)
    }
}
