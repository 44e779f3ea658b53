import Certificates

/// Lines for a shell by which the clients that it starts trust the local authority.
struct ClientTrust {
    let text: String

    /// - Parameters:
    ///   - certificate: the authority's file, for clients that take it besides what they trust.
    ///   - bundle: the system's trust and ours, for clients that take it instead.
    init(certificate: String, bundle: TrustBundle) {
        let system =
            bundle.systemFile.map { "# has \($0) and the local authority, as it replaces what they trust." }
            ?? "# has the local authority only, as no file was found with what this system trusts (Python's certifi has one)."
        text = """
            # eval "$(drydock ca --env)" makes the clients that this shell starts trust the local authority.

            # Node, and Playwright's own requests. Playwright's browsers: ignoreHTTPSErrors, or drydock ca --trust-help.
            \(Self.export("NODE_EXTRA_CA_CERTS", certificate))

            # OpenSSL: Python's ssl, httpx and aiohttp, Ruby; and Go on Linux. The file
            \(system)
            \(Self.export("SSL_CERT_FILE", bundle.path))

            # Python's requests.
            \(Self.export("REQUESTS_CA_BUNDLE", bundle.path))

            # curl.
            \(Self.export("CURL_CA_BUNDLE", bundle.path))

            # Go on macOS and Windows asks the system: drydock ca --trust-help.

            \(Self.java(certificate))
            """
    }

    /// A trust store that has the JDK's own certificates, too. It is for the shell to make: here is no JDK to be asked.
    private static func java(_ certificate: String) -> String {
        let store = "\(certificate.dropLast("ca.pem".count))java-trust"
        let word = ShellWord(store).text
        return """
            # Java has a trust store of its own. Once, with JAVA_HOME set:
            #   cat "$JAVA_HOME/lib/security/cacerts" > \(word)
            #   keytool -importcert -noprompt -alias drydock -file \(ShellWord(certificate).text) -keystore \(word) -storepass changeit
            # and then, in each shell:
            #   \(export("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=\(javaWord(store)) -Djavax.net.ssl.trustStorePassword=changeit"))
            """
    }

    private static func export(_ name: String, _ value: String) -> String { "export \(name)=\(ShellWord(value).text)" }

    /// The JVM divides its variable at spaces, and knows both kinds of quotes, each for all but itself.
    private static func javaWord(_ path: String) -> String {
        guard path.contains(where: { $0.isWhitespace || $0 == "'" || $0 == "\"" }) else { return path }
        let parts = path.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.map { $0.isEmpty ? "" : "\"\($0)\"" }.joined(separator: "'\"'")
    }
}
