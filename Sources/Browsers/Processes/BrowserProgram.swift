import Kernel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A browser's executable.
package struct BrowserProgram: Sendable, Hashable {
    /// Where it is.
    package let path: String

    /// The executable at `path`.
    package init(path: String) {
        self.path = path
    }

    /// Whether it is the small build without any window, which takes other flags and lists its pages in another order.
    package var isHeadlessShell: Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.contains("headless-shell") || name.contains("headless_shell")
    }

    /// Whether there is a file that may be executed.
    package var isExecutable: Bool { Self.isExecutable(path) }

    static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return access(path, X_OK) == 0
    }
}

/// The release of a browser.
package struct BrowserVersion: Sendable, Hashable {
    /// What it says of itself, for example `Chromium 156.0.8078.79`.
    package let text: String
    /// The first of its numbers.
    package let major: String

    /// Reads what `--version` prints; nil if there is no version in it.
    package init?(printed: String) {
        let words = printed.split(whereSeparator: \.isWhitespace)
        guard
            let index = words.firstIndex(where: { word in
                let parts = word.split(separator: ".", omittingEmptySubsequences: false)
                return parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }
            }), let major = words[index].split(separator: ".").first
        else { return nil }
        text = words[...index].joined(separator: " ")
        self.major = String(major)
    }

    /// The user agent of such a browser with a window: Chrome's name everywhere, and its reduced version.
    var userAgent: String {
        #if os(macOS)
            let platform = "Macintosh; Intel Mac OS X 10_15_7"
        #else
            let platform = "X11; Linux x86_64"
        #endif
        return "Mozilla/5.0 (\(platform)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/\(major).0.0.0 Safari/537.36"
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
