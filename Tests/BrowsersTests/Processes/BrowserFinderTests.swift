import FoundationEssentials
import Testing

@testable import Browsers

/// In made-up folders: what stands first, and what is passed over.
struct BrowserFinderTests {
    private static let shell = "chrome-headless-shell-linux64/chrome-headless-shell"

    private static func found(
        in files: [String], _ variables: [String: String] = [:], isMac: Bool = false, isExecutable: Bool = true
    ) throws -> String? {
        let root = FileManager.default.temporaryDirectory.path() + "/finder-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        for file in files {
            let path = root + file
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
            let mode: Int16 = isExecutable ? 0o755 : 0o644
            #expect(FileManager.default.createFile(atPath: path, contents: Data()))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        let environment = variables.mapValues { $0.replacing("ROOT", with: root) }
        let program = BrowserFinder(environment: environment, root: root, isMac: isMac).find()
        return program?.path.replacing(root, with: "")
    }

    @Test(
        "The first place that has a browser wins",
        arguments: [
            (["/a/chrome", "/usr/lib/chromium/chromium"], ["CHROME_PATH": "ROOT/a/chrome"], "/a/chrome"),
            (["/usr/lib/chromium/chromium"], ["CHROME_PATH": "ROOT/not/there"], "/usr/lib/chromium/chromium"),
            (["/usr/lib/chromium/chromium", "/opt/google/chrome/chrome"], [:], "/opt/google/chrome/chrome"),
            (
                ["/usr/lib/chromium/chromium", "/usr/lib/chromium/chromium-headless-shell"], [:],
                "/usr/lib/chromium/chromium-headless-shell"
            ),
            (
                ["/h/.cache/ms-playwright/chromium-1200/chrome-linux64/chrome", "/opt/google/chrome/chrome"],
                ["HOME": "ROOT/h"], "/h/.cache/ms-playwright/chromium-1200/chrome-linux64/chrome"
            ),
            (
                [
                    "/p/chromium_headless_shell-999/\(shell)", "/p/chromium_headless_shell-1200/\(shell)",
                    "/p/chromium-1300/chrome-linux/chrome",
                ],
                ["PLAYWRIGHT_BROWSERS_PATH": "ROOT/p"], "/p/chromium_headless_shell-1200/\(shell)"
            ),
            (["/ms-playwright/chromium-1/chrome-linux/chrome"], [:], "/ms-playwright/chromium-1/chrome-linux/chrome"),
            (
                [
                    "/h/.cache/puppeteer/chrome/linux-131.0.1.2/chrome-linux64/chrome",
                    "/h/.cache/puppeteer/chrome/linux-99.9.1.2/chrome-linux64/chrome",
                ],
                ["HOME": "ROOT/h"], "/h/.cache/puppeteer/chrome/linux-131.0.1.2/chrome-linux64/chrome"
            ),
            (["/bin/google-chrome", "/two/chromium"], ["PATH": "ROOT/two:ROOT/bin"], "/bin/google-chrome"),
            ([], ["PATH": "ROOT/bin"], nil),
        ] as [([String], [String: String], String?)])
    func order(files: [String], variables: [String: String], expected: String?) throws {
        #expect(try Self.found(in: files, variables) == expected)
    }

    @Test("On macOS, browsers are applications")
    func mac() throws {
        let chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
        #expect(try Self.found(in: [chrome], isMac: true) == chrome)
    }

    @Test("A file that may not be executed is none")
    func notExecutable() throws {
        #expect(try Self.found(in: ["/usr/lib/chromium/chromium"], isExecutable: false) == nil)
    }

    @Test(
        "A version is what has four numbers",
        arguments: [
            ("Chromium 156.0.8078.79 built on Debian\n", "Chromium 156.0.8078.79", "156"),
            ("Google Chrome for Testing 131.0.1.2", "Google Chrome for Testing 131.0.1.2", "131"),
        ])
    func version(printed: String, text: String, major: String) throws {
        let version = try #require(BrowserVersion(printed: printed))
        #expect(version.text == text && version.major == major && version.userAgent.contains("Chrome/\(major).0.0.0"))
    }

    @Test("What has no version is none", arguments: ["", "Chromium", "1.2.3", "a.b.c.d", "1.2..3"])
    func noVersion(printed: String) {
        #expect(BrowserVersion(printed: printed) == nil)
    }
}
