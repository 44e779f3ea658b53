import Assembly

/// What a ready server prints, once: where it is, and what to export so that each client finds it.
struct ReadyMessage {
    let text: String

    /// - Parameters:
    ///   - anonVariables: what Anon's clients need, by name.
    ///   - dataFile: what the worlds are kept in.
    init(url: String, anonVariables: [(name: String, value: String)], dataFile: String?) {
        let anon = anonVariables.map { "  export \($0.name)=\($0.value)" }.joined(separator: "\n")
        text = """
            Drydock \(DrydockVersion.current) is ready at \(url)

              # Anchor's SDKs
              export ANCHORBROWSER_BASE_URL=\(url)
              export ANCHORBROWSER_API_KEY=sk-test
              # Anchor's chat demo
              export ANCHORBROWSER_API_URL=\(url)
              export ANCHORBROWSER_APP_URL=\(url)

              # Anon: a ready-made key, webapp client, example user and its token
            \(anon)

            Any key works (sk-…, anon_…); sk-test@NAME gives a test its own world. Control plane: \(url)/_drydock/
            """ + (dataFile.map { "\nWorlds are kept in \($0)" } ?? "")
    }

    /// Where clients on this machine reach a server.
    static func url(of configuration: DrydockConfiguration, port: Int) -> String {
        let host =
            switch configuration.host {
            case "0.0.0.0", "::", "127.0.0.1", "localhost": "127.0.0.1"
            default: configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
            }
        return configuration.publicURL ?? "http://\(host):\(port)"
    }
}
