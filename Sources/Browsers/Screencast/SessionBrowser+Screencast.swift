import FoundationEssentials
import Kernel

/// What is seen of a session's browser, and filmed.
extension SessionBrowser {
    /// The page that viewers see, of `pageID` or else what is in front, with its size in its own pixels; nil as long as there is no
    /// picture of it.
    package func shownPage(_ pageID: String?) -> (page: BrowserPage, width: Double, height: Double)? {
        guard let size = screencasts.size(of: pageID.map { .page($0) } ?? .selected) else { return nil }
        return (BrowserPage(id: pageID ?? "", session: size.session, title: "", url: ""), size.width, size.height)
    }

    /// From now on viewers are sent away when the browser is to end, and a recording is made where one is wanted.
    func beginShowing() {
        whenEnding { [screencasts] in screencasts.end() }
        guard let recorder else { return }
        if setup.isRecordingPaused { recorder.pause() }
        recorder.begin()
        let path = "\(keptFolder)/recording.mp4"
        recordAtEnd { [connection] in
            let pictures = await recorder.finish()
            guard !pictures.isEmpty, let page = await FilmPage(connection),
                let movie = await FilmEncoder(command: page.command).film(of: pictures)
            else { return nil }
            let bytes = movie.bytes
            guard (try? Data(bytes).write(to: URL(filePath: path))) != nil else { return nil }
            return BrowserRecording(path: path, size: bytes.count, milliseconds: Int64(movie.duration))
        }
    }
}

/// The pages of a browser, looked at without being counted as somebody's use of it.
struct SilentPages: ScreencastSource {
    let connection: DevToolsConnection
    let address: DevToolsAddress
    let isHeadlessShell: Bool

    func openPages() async throws(BrowserFailure) -> (pages: [BrowserPage], selected: BrowserPage?) {
        // What the browser told before this answer is known then.
        _ = try await connection.command("Target.getTargets", [:], session: nil, within: .seconds(10))
        let pages = connection.read { $0.openPages }
        return (
            pages, await DevToolsListing.selected(among: pages, port: address.port, isHeadlessShell: isHeadlessShell)
        )
    }

    func send(_ method: String, _ parameters: JSONObject, session: String) async throws(BrowserFailure) {
        _ = try await connection.command(method, parameters, session: session, within: .seconds(10))
    }

    func events() -> AsyncStream<DevToolsEvent> { connection.events() }
}

/// A page for the encoder, which works on pages of a secure origin only: one that is answered by us, so that nothing goes out.
struct FilmPage: Sendable {
    private let connection: DevToolsConnection
    private let session: String

    private static let address = "https://recording.drydock.invalid/"

    /// Opens it. Nil if the browser does not.
    init?(_ connection: DevToolsConnection) async {
        let page = try? await connection.command(
            "Target.createTarget", ["url": "about:blank"], session: nil, within: .seconds(2))
        guard let target = page?["targetId"]?.string else { return nil }
        func session(_ state: DevToolsState) -> String? { state.openPages.first { $0.id == target }?.session }
        // It counts as open once all that prepares it is answered.
        await connection.wait(until: { session($0) != nil }, within: .seconds(2))
        guard let session = connection.read(session) else { return nil }
        self.connection = connection
        self.session = session
        guard await open() else { return nil }
    }

    private func open() async -> Bool {
        let events = connection.events()
        do {
            _ = try await command("Fetch.enable", ["patterns": [["urlPattern": "*"]]])
            async let navigation = command("Page.navigate", ["url": .string(Self.address)])
            for await event in events where event.session == session && event.method == "Fetch.requestPaused" {
                guard let id = event.parameters["requestId"] else { continue }
                _ = try await command("Fetch.fulfillRequest", EmptyPage.answer(to: id))
                break
            }
            _ = try await navigation
            _ = try await command("Fetch.disable", [:])
            return true
        } catch {
            return false
        }
    }

    /// Sends a command for the page.
    @Sendable func command(_ method: String, _ parameters: JSONObject) async throws(BrowserFailure) -> JSONObject {
        try await connection.command(method, parameters, session: session, within: .seconds(4))
    }
}
