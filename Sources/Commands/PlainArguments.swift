import ArgumentParser

/// Flags of `serve` with nothing special about them, read without `ArgumentParser`, whose reflection takes a sixth of a start.
///
/// What `ServeOptions` declares is what counts: whatever is not plainly understood here is the library's to read and to refuse,
/// and a test gives every declared flag to both.
extension ServeOptions {
    /// The options that `arguments` are; nil if the library must look at them.
    init?(plain arguments: some Sequence<String>) {
        self.init()
        clear()
        var rest = arguments.makeIterator()
        while let name = rest.next() {
            if turnOn(name) { continue }
            guard let text = rest.next(), !text.isEmpty, !text.hasPrefix("-"), take(text, for: name) else { return nil }
        }
    }

    /// Gives every option its value for a command line without it; one that is missing here cannot be read.
    private mutating func clear() {
        (host, port, portFile, publicUrl) = (nil, nil, nil, nil)
        (controlHost, scenario, fixtures) = ([], [], nil)
        (data, dataSync, watch) = (nil, nil, false)
        (caDir, tlsName, tlsCert, tlsKey, proxyOthers) = (nil, [], nil, nil, false)
        (seed, clock) = (nil, nil)
        (browser, browsers, browserFromNetwork, browserSandbox) = (nil, nil, false, nil)
        (allowHttpCallbacks, noHints) = (false, false)
        (journalBytes, bodyBytes, fileBytes) = (nil, nil, nil)
        (logLevel, logFormat) = (nil, nil)
    }

    private mutating func turnOn(_ name: String) -> Bool {
        switch name {
        case "--watch": watch = true
        case "--allow-http-callbacks": allowHttpCallbacks = true
        case "--browser-from-network": browserFromNetwork = true
        case "--no-hints": noHints = true
        case "--proxy-others": proxyOthers = true
        default: return false
        }
        return true
    }

    private mutating func take(_ text: String, for name: String) -> Bool {
        switch name {
        case "--host": Self.read(text, &host)
        case "--port": Self.read(text, &port)
        case "--port-file": Self.read(text, &portFile)
        case "--control-host": Self.add(text, &controlHost)
        case "--scenario": Self.add(text, &scenario)
        case "--fixtures": Self.read(text, &fixtures)
        case "--data": Self.read(text, &data)
        case "--data-sync": Self.read(text, &dataSync)
        case "--public-url": Self.read(text, &publicUrl)
        case "--ca-dir": Self.read(text, &caDir)
        case "--tls-name": Self.add(text, &tlsName)
        case "--tls-cert": Self.read(text, &tlsCert)
        case "--tls-key": Self.read(text, &tlsKey)
        case "--seed": Self.read(text, &seed)
        case "--clock": Self.read(text, &clock)
        case "--browser": Self.read(text, &browser)
        case "--browsers": Self.read(text, &browsers)
        case "--browser-sandbox": Self.read(text, &browserSandbox)
        case "--journal-bytes": Self.read(text, &journalBytes)
        case "--body-bytes": Self.read(text, &bodyBytes)
        case "--file-bytes": Self.read(text, &fileBytes)
        case "--log-level": Self.read(text, &logLevel)
        case "--log-format": Self.read(text, &logFormat)
        default: false
        }
    }

    private static func read<Value: ExpressibleByArgument>(_ text: String, _ option: inout Value?) -> Bool {
        guard let value = Value(argument: text) else { return false }
        option = value
        return true
    }

    private static func add(_ text: String, _ option: inout [String]) -> Bool {
        option.append(text)
        return true
    }
}
