import ArgumentParser
import Assembly
import Certificates
import FoundationEssentials

/// The local certificate authority, for those who are to trust it.
struct AuthorityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "Print the local certificate authority's certificate, or how clients come to trust it.",
        discussion: """
            Makes the authority if there is none. Its key is never printed. \
            eval "$(drydock ca --env)" makes the clients that a shell starts trust it.
            """)

    @Option(
        help: ArgumentHelp(
            "Where it is kept. [DRYDOCK_CA_DIR; default beside the user's cache]", valueName: "folder"))
    var caDir: String?

    @Option(
        help: ArgumentHelp("A further name or address that certificates are for. Repeatable.", valueName: "name"))
    var tlsName: [String] = []

    @Flag(help: "Make a new authority in the place of this one; it must be trusted again.")
    var renew = false

    @Flag(help: "Print the variables by which Node, Python, Ruby, Go, curl, Java and Playwright trust it.")
    var env = false

    @Flag(help: "Print how systems, browsers and images come to trust it.")
    var trustHelp = false

    func validate() throws {
        guard !(env && trustHelp) else { throw ValidationError("--env and --trust-help are two questions") }
    }

    func run() throws {
        let environment = EnvironmentValues()
        var settings = TLSSettings()
        settings.authority = try Self.folder(caDir, environment)
        settings.extraNames = tlsName.isEmpty ? environment.list(.tlsName) : tlsName
        let store = AuthorityStore(settings)
        let authority = try renew ? store.renew() : store.authority()
        guard let file = store.certificateFile else { return }
        if env {
            let own = environment.all["SSL_CERT_FILE"].map { [$0] } ?? []
            let bundle = try store.writeBundle(from: own + TrustBundle.systemFiles)
            try StandardStream.output.write(ClientTrust(certificate: file, bundle: bundle).text)
        } else if trustHelp {
            try StandardStream.output.write(TrustHelp(authority, file: file).text)
        } else {
            // The text ends with a line break of its own.
            try StandardStream.output.write(String(authority.certificatePEM.dropLast()))
        }
    }

    /// The certificate of the authority that is there, as PEM. Throws if there is none.
    static func existing(_ caDir: String?, _ environment: EnvironmentValues) throws -> String {
        var settings = TLSSettings()
        settings.authority = try folder(caDir, environment)
        guard let authority = try AuthorityStore(settings).existing() else {
            throw StartRefusal(
                "there is no local certificate authority yet: a server makes one, and so does drydock ca")
        }
        return authority.certificatePEM
    }

    /// Where it is kept: an authority in memory is no other process's.
    private static func folder(_ caDir: String?, _ environment: EnvironmentValues) throws -> AuthorityLocation {
        let location = environment.authority(caDir)
        guard case .folder(let path) = location else {
            throw StartRefusal(
                (caDir ?? environment[.caDir]) == nil
                    ? "there is no home to keep an authority in: name a folder with --ca-dir, here and for serve"
                    : "an authority in memory ends with its server: name a folder with --ca-dir, here and for serve")
        }
        // What is printed is for a shell, comments and all.
        guard !path.contains(where: \.isNewline) else {
            throw ValidationError("--ca-dir has a line break in it")
        }
        return location
    }
}

// MARK: - Settings

extension EnvironmentValues {
    /// Where the authority is kept: by the flag, else the variable, else the default. Paths become absolute: clients that are told
    /// of them have other working directories.
    func authority(_ caDir: String?) -> AuthorityLocation {
        guard let text = caDir ?? self[.caDir] else { return .usual(all) }
        guard case .folder(let path) = AuthorityLocation(text), !path.hasPrefix("/") else {
            return AuthorityLocation(text)
        }
        return .folder("\(FileManager.default.currentDirectoryPath)/\(path)")
    }
}

extension ServeOptions {
    /// What the flags say of certificates.
    func tlsSettings(_ environment: EnvironmentValues) throws -> TLSSettings {
        var settings = TLSSettings()
        settings.authority = environment.authority(caDir)
        settings.extraNames = tlsName.isEmpty ? environment.list(.tlsName) : tlsName
        switch (tlsCert ?? environment[.tlsCert], tlsKey ?? environment[.tlsKey]) {
        case (nil, nil): break
        case (let chain?, let key?): settings.ownCertificate = CertificateFiles(chainFile: chain, keyFile: key)
        case (_?, nil): throw ValidationError("--tls-cert needs --tls-key, the key of that certificate")
        case (nil, _?): throw ValidationError("--tls-key needs --tls-cert, the certificate of that key")
        }
        return settings
    }

    /// Throws for what is wrong with them already now. No key is made before a client comes that speaks TLS.
    func checkCertificates(_ settings: TLSSettings, _ environment: EnvironmentValues = EnvironmentValues()) throws {
        do {
            try AuthorityStore(settings).check(isNamed: (caDir ?? environment[.caDir]) != nil)
        } catch {
            throw StartRefusal(error.description)
        }
    }
}
