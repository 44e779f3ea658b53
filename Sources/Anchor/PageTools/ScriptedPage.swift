import HashTreeCollections
import Kernel
import KernelHTTP

/// A page that is scripted for the page tools, where no browser shows it (`anchor.pages`).
struct ScriptedPage: Codable, Sendable, Equatable {
    /// The place in the order of the script: the first page that fits is the one.
    let ordinal: Int64
    /// Which addresses have it.
    let url: Matcher
    /// What the site answers with.
    let status: Int
    let contentType: String
    let content: StoredBytes
    /// How long it takes to load, by the world's clock.
    let delay: TimeSpan
}

/// What is at an address, as a page tool got it.
struct ToolPage: Sendable, Equatable {
    let url: String
    let status: Int
    let contentType: String
    let bytes: [UInt8]
    /// Whether there would be more of it if there had been more time.
    var isPartial = false
    /// Whether it is Drydock's own, since nothing is scripted for the address.
    var isCanned = false

    /// The content as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The type without its parameters, in lower case.
    var mediaType: String {
        contentType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    }

    /// Whether it is HTML.
    var isHTML: Bool { mediaType == "text/html" || mediaType == "application/xhtml+xml" }

    /// What is in the place of a page that nothing is scripted for.
    static func canned(at url: String) -> ToolPage {
        let html = """
            <!doctype html>
            <title>Drydock</title>
            <h1>A canned page</h1>
            <p>No site was visited: nothing is scripted for \(PageText.escaped(url)).</p>

            """
        return ToolPage(
            url: url, status: 200, contentType: "text/html; charset=utf-8", bytes: Array(html.utf8), isCanned: true)
    }

    /// What a page is before anything was opened in it.
    static func blank(at url: String) -> ToolPage {
        ToolPage(
            url: url, status: 200, contentType: "text/html; charset=utf-8",
            bytes: Array("<html><head></head><body></body></html>".utf8))
    }
}

extension AnchorState {
    /// The first scripted page that is at an address; nil if there is none.
    func scriptedPage(at url: String) -> ScriptedPage? {
        guard !scriptedPages.isEmpty else { return nil }
        // What is behind a number sign never reaches a site, and the path of a site's root is written or not.
        let address = String(url.prefix { $0 != "#" })
        var forms = [address]
        switch address.utf8.count(where: { $0 == UInt8(ascii: "/") }) {
        case 2: forms.append(address + "/")
        case 3 where address.hasSuffix("/"): forms.append(String(address.dropLast()))
        default: break
        }
        var budget = MatchBudget()
        return scriptedPages.values.sorted { $0.ordinal < $1.ordinal }.first { page in
            forms.contains { page.url.accepts(.string($0), within: &budget) }
        }
    }
}
