import FoundationEssentials

/// Where a browser listens for DevTools clients on this machine.
package struct DevToolsAddress: Sendable, Hashable {
    /// The port on 127.0.0.1.
    package let port: Int
    /// The path of the whole browser: `/devtools/browser/…`.
    package let path: String

    /// An address of these parts.
    package init(port: Int, path: String) {
        self.port = port
        self.path = path
    }
}

// MARK: - What a browser writes into its profile's folder

extension DevToolsAddress {
    /// What a browser that starts writes to this file; nil if that does not come in time, or not before `isOver`.
    static func written(
        to file: String, until deadline: ContinuousClock.Instant, unless isOver: () -> Bool
    ) async -> DevToolsAddress? {
        while true {
            if let address = DevToolsAddress(writtenTo: file) { return address }
            guard ContinuousClock.now < deadline, !isOver(), !Task.isCancelled else { return nil }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The port on the first line, the path on the second; nil while they are not both there.
    private init?(writtenTo file: String) {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        let lines = String(decoding: data.prefix(1000), as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.count >= 2, let port = Int(lines[0]), (1...65_535).contains(port), lines[1].hasPrefix("/") else {
            return nil
        }
        self.init(port: port, path: String(lines[1]))
    }
}
