import Assembly

/// What a ready server prints, once: where it is, and what to export so that each client finds it.
struct ReadyMessage {
    let text: String

    init(_ configuration: DrydockConfiguration, port: Int) {
        let host =
            switch configuration.host {
            case "0.0.0.0", "::", "127.0.0.1", "localhost": "127.0.0.1"
            default: configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
            }
        let url = configuration.publicURL ?? "http://\(host):\(port)"
        text = """
            Drydock \(DrydockVersion.current) is ready at \(url)

              # Anchor's SDKs
              export ANCHORBROWSER_BASE_URL=\(url)
              export ANCHORBROWSER_API_KEY=sk-test
              # Anchor's chat demo
              export ANCHORBROWSER_API_URL=\(url)
              export ANCHORBROWSER_APP_URL=\(url)

            Any key works; sk-test@NAME gives a test its own world. Control plane: \(url)/_drydock/
            """
    }
}
