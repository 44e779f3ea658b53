import Browsers
import HTTPTypes
import Kernel
import KernelHTTP

/// What a browser tells DevTools clients over HTTP: Playwright and others ask for it where they are given an `http://` address.
/// The vendor documents none of it.
extension Endpoint {
    static let describeBrowser = Endpoint(
        "anchor.describeBrowser", .get, "/json/version", "Read what a session's browser is, and where to attach",
        provenance: .ours,
        choice: """
            What Chromium answers, with the address that leads through Drydock, query and all. Starts the browser if it \
            does not run.
            """)
    static let listTargets = Endpoint(
        "anchor.listTargets", .get, "/json/list", "List what a session's browser has open", provenance: .ours,
        choice: "What Chromium answers, with the addresses that lead through Drydock; no `devtoolsFrontendUrl`.")
    static let listTargetsAtRoot = Endpoint(
        "anchor.listTargetsAtRoot", .get, "/json", "List what a session's browser has open", provenance: .ours,
        choice: "The same as `/json/list`.")
}

/// | call | answer |
/// |---|---|
/// | `GET /json/version?apiKey=…&sessionId=…` | 200 `BrowserVersion` |
/// | `GET /json/list?apiKey=…&sessionId=…`, `GET /json?…` | 200, an array of `ShownTarget` |
enum BrowserDescriptionController {
    static let routes: [Route<AnchorStore>] = [
        Route(.describeBrowser, admit: AttachmentAccess.reader, waiting: describe),
        Route(.listTargets, admit: AttachmentAccess.reader, waiting: list),
        Route(.listTargetsAtRoot, admit: AttachmentAccess.reader, waiting: list),
    ]

    @Sendable private static func describe(_ call: AnchorCall) async throws -> Reply {
        let browser = try await AttachedSession(of: call).browser(for: call)
        let version = try await browser.answer(to: "Browser.getVersion")
        return .json(.ok, BrowserVersion(version, webSocketURL: address(of: "/", for: call)))
    }

    @Sendable private static func list(_ call: AnchorCall) async throws -> Reply {
        let browser = try await AttachedSession(of: call).browser(for: call)
        let shown = try await browser.targets().map { target in
            ShownTarget(target, webSocketURL: address(of: "/devtools/page/\(target.id)", for: call))
        }
        return .json(.ok, shown)
    }

    /// Where the client attaches: the way that it came, with the same query.
    private static func address(of path: String, for call: AnchorCall) -> String {
        let target = call.exchange.head.path ?? ""
        let query = target.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(target[$0...]) } ?? ""
        return call.exchange.origin.webSocketURL + path + query
    }
}

// MARK: - What a browser tells

/// Something that a browser has open.
struct BrowserTarget: Sendable {
    let id: String
    let type: String
    let title: String
    let url: String
}

extension SessionBrowser {
    /// What it has open, without itself and what only holds pages.
    func targets() async throws(AnchorProblem) -> [BrowserTarget] {
        let infos = try await answer(to: "Target.getTargets")["targetInfos"]?.array ?? []
        return infos.compactMap { info in
            guard let id = info[path: "targetId"]?.string, let type = info[path: "type"]?.string,
                !["browser", "tab"].contains(type)
            else { return nil }
            return BrowserTarget(
                id: id, type: type, title: info[path: "title"]?.string ?? "", url: info[path: "url"]?.string ?? "")
        }
    }

    fileprivate func answer(to command: String) async throws(AnchorProblem) -> JSONObject {
        do throws(BrowserFailure) { return try await self.command(command) } catch { throw .browser(error) }
    }
}

// MARK: - Wire forms

/// `GET /json/version`, as Chromium writes it.
private struct BrowserVersion: JSONWritable {
    private let version: JSONObject
    private let webSocketURL: String

    init(_ version: JSONObject, webSocketURL: String) {
        self.version = version
        self.webSocketURL = webSocketURL
    }

    func write(to json: inout JSONWriter) {
        func text(_ name: String) -> String { version[name]?.string ?? "" }
        json.object { json in
            json.member("Browser", text("product"))
            json.member("Protocol-Version", text("protocolVersion"))
            json.member("User-Agent", text("userAgent"))
            json.member("V8-Version", text("jsVersion"))
            json.member("WebKit-Version", "537.36 (\(text("revision")))")
            json.member("webSocketDebuggerUrl", webSocketURL)
        }
    }
}

/// One element of `GET /json/list`, as Chromium writes it.
private struct ShownTarget: JSONWritable {
    private let target: BrowserTarget
    private let webSocketURL: String

    init(_ target: BrowserTarget, webSocketURL: String) {
        self.target = target
        self.webSocketURL = webSocketURL
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("description", "")
            json.member("id", target.id)
            json.member("title", target.title)
            json.member("type", target.type)
            json.member("url", target.url)
            json.member("webSocketDebuggerUrl", webSocketURL)
        }
    }
}
