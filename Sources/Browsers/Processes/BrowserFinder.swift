import FoundationEssentials

/// Finds a browser on this machine.
///
/// Small headless builds come first: they start in half the time and take half the memory.
package struct BrowserFinder {
    private let environment: [String: String]
    private let root: String
    private let isMac: Bool

    /// - Parameters:
    ///   - environment: the variables of the process.
    ///   - root: what stands before all absolute places; a test's folder.
    ///   - isMac: whether the places are those of macOS.
    package init(environment: [String: String], root: String = "", isMac: Bool = BrowserFinder.runsOnMac) {
        self.environment = environment
        self.root = root
        self.isMac = isMac
    }

    /// Whether this is macOS.
    package static var runsOnMac: Bool {
        #if os(macOS)
            true
        #else
            false
        #endif
    }

    /// The first browser that there is; nil if there is none.
    package func find() -> BrowserProgram? {
        places.lazy.flatMap(\.paths).first { BrowserProgram.isExecutable($0) && !isConfined($0) }
            .map { BrowserProgram(path: $0) }
    }

    /// Where `find` looks, in words.
    package var description: String { places.map(\.words).joined(separator: ", ") }

    private struct Place {
        let words: String
        let paths: [String]
    }

    private var places: [Place] {
        var places = ["CHROME_PATH", "CHROME_BIN", "PUPPETEER_EXECUTABLE_PATH"].map { name in
            Place(words: "$\(name)", paths: [variable(name)].compactMap(\.self))
        }
        places += playwrightFolders.map { Place(words: "Playwright's browsers in \($0)", paths: playwright(in: $0)) }
        if let folder = puppeteerFolder {
            places.append(Place(words: "Puppeteer's browsers in \(folder)", paths: puppeteer(in: folder)))
        }
        let fixed = (isMac ? Self.macPlaces : Self.linuxPlaces).map { root + $0 }
        places.append(Place(words: fixed.joined(separator: ", "), paths: fixed))
        let folders = (variable("PATH") ?? "").split(separator: ":").map(String.init)
        places.append(
            Place(
                words: "\(Self.commands.joined(separator: ", ")) in $PATH",
                paths: Self.commands.flatMap { command in folders.map { "\($0)/\(command)" } }))
        return places
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A confined browser does not see its session's folder.
    private func isConfined(_ path: String) -> Bool {
        URL(filePath: path).resolvingSymlinksInPath().path().hasPrefix("/snap/")
    }

    // MARK: Fixed places

    private static let linuxPlaces = [
        "/usr/lib/chromium/chromium-headless-shell", "/opt/google/chrome/chrome", "/usr/lib/chromium/chromium",
    ]
    private static let macPlaces = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ]
    private static let commands = [
        "chrome-headless-shell", "chromium-headless-shell", "google-chrome-stable", "google-chrome", "chromium",
        "chromium-browser",
    ]

    // MARK: Caches of other tools

    private var cacheFolder: String? {
        if let folder = isMac ? nil : variable("XDG_CACHE_HOME") { return folder }
        return variable("HOME").map { $0 + (isMac ? "/Library/Caches" : "/.cache") }
    }

    private var playwrightFolders: [String] {
        let named = variable("PLAYWRIGHT_BROWSERS_PATH").flatMap { $0 == "0" ? nil : $0 }
        // The second is where Playwright's container images have them.
        return [named ?? cacheFolder.map { "\($0)/ms-playwright" }, "\(root)/ms-playwright"].compactMap(\.self)
    }

    /// The executables in a folder of Playwright's, current layouts before those of older releases.
    private func playwright(in folder: String) -> [String] {
        let shells = ["chrome-headless-shell-linux64", "chrome-headless-shell-linux-arm64"]
        let macShells = ["chrome-headless-shell-mac-arm64", "chrome-headless-shell-mac-x64"]
        let shell =
            (isMac ? macShells : shells).map { "\($0)/chrome-headless-shell" }
            + [isMac ? "chrome-mac/headless_shell" : "chrome-linux/headless_shell"]
        let testing = "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing"
        let chromium =
            isMac
            ? [
                "chrome-mac-arm64/\(testing)", "chrome-mac-x64/\(testing)",
                "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
            ] : ["chrome-linux64/chrome", "chrome-linux-arm64/chrome", "chrome-linux/chrome"]
        return versions(of: "chromium_headless_shell-", in: folder).flatMap { version in
            shell.map { "\(version)/\($0)" }
        }
            + versions(of: "chromium-", in: folder).flatMap { version in chromium.map { "\(version)/\($0)" } }
    }

    private var puppeteerFolder: String? {
        variable("PUPPETEER_CACHE_DIR") ?? variable("HOME").map { "\($0)/.cache/puppeteer" }
    }

    private func puppeteer(in folder: String) -> [String] {
        let testing = "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing"
        let layouts: [(product: String, paths: [String])] =
            isMac
            ? [
                (
                    "chrome-headless-shell",
                    ["arm64", "x64"].map { "chrome-headless-shell-mac-\($0)/chrome-headless-shell" }
                ), ("chrome", ["arm64", "x64"].map { "chrome-mac-\($0)/\(testing)" }),
            ]
            : [
                ("chrome-headless-shell", ["chrome-headless-shell-linux64/chrome-headless-shell"]),
                ("chrome", ["chrome-linux64/chrome"]),
            ]
        return layouts.flatMap { layout in
            versions(of: "", in: "\(folder)/\(layout.product)").flatMap { version in
                layout.paths.map { "\(version)/\($0)" }
            }
        }
    }

    /// The folders whose names begin with `prefix` and go on with a number, highest number first.
    private func versions(of prefix: String, in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(prefix) }
            .map { name in (name, Self.numbers(in: name.dropFirst(prefix.count))) }
            .filter { !$0.1.isEmpty }
            .sorted { $1.1.lexicographicallyPrecedes($0.1) }
            .map { "\(folder)/\($0.0)" }
    }

    private static func numbers(in text: Substring) -> [Int] {
        text.split { !$0.isWholeNumber }.compactMap { Int($0) }
    }
}
