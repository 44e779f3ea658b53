import Kernel

/// What Drydock's own DevTools connection knows: which answers it waits for, which pages there are, whose dialogs are open.
///
/// Every event returns what is to be sent and who is to be told. What a browser says is not trusted to make sense.
struct DevToolsState {
    private enum Purpose {
        /// Somebody waits for the answer.
        case awaited(String)
        case attaching(to: String)
        /// The page can be used when all of these are answered.
        case preparing(String)
        /// Nobody does.
        case errand
    }

    private struct Waiting {
        let purpose: Purpose
        let session: String?
    }

    private struct Page {
        var title: String
        var url: String
        var session: String?
        /// Answers that are to come before anything else is asked of it: an address that is opened earlier brings the page's
        /// process down, or is never loaded.
        var unprepared = 0
        var hasDialog = false
        var hasCrashed = false
    }

    private var lastID: Int64 = 0
    private var waiting: [Int64: Waiting] = [:]
    /// In the order in which they were opened.
    private var order: [String] = []
    private var pages: [String: Page] = [:]
    private var pageOfSession: [String: String] = [:]
    /// Where pages are the session's and not a client's own: the context of the first page that there was.
    private var ownContext: String?
    private var endedBecause: String?
    private let dismissesDialogs: Bool
    private let downloadFolder: String
    /// How many DevTools clients are attached.
    private(set) var clients = 0
    /// The file that file choosers take while no client is attached; nil as long as there is none.
    var offeredFile: String?

    /// How many pages are attached to; a page that opens others without end must not fill our memory.
    private static let mostPages = 200

    /// - Parameters:
    ///   - dismissesDialogs: whether dialogs are dismissed even while a client is attached.
    ///   - downloadFolder: where the browser puts what it downloads.
    init(dismissesDialogs: Bool, downloadFolder: String) {
        self.dismissesDialogs = dismissesDialogs
        self.downloadFolder = downloadFolder
    }

    // MARK: What is known

    /// The pages of the session that are attached to, in the order in which they were opened.
    var openPages: [BrowserPage] {
        order.compactMap { id in
            pages[id].flatMap { page in
                (page.unprepared == 0 ? page.session : nil).map {
                    BrowserPage(id: id, session: $0, title: page.title, url: page.url)
                }
            }
        }
    }

    /// Whether there is a page of the session's that is not attached to yet.
    var isAttaching: Bool { pages.values.contains { $0.session == nil || $0.unprepared > 0 } }

    /// The address of the page with this main frame; nil if there is none.
    func url(ofFrame id: String) -> String? { pages[id]?.url }

    /// Why there is no browser any more.
    var ending: String? { endedBecause }

    // MARK: Commands

    /// A command whose answer somebody waits for.
    mutating func command(
        _ method: String, _ parameters: JSONObject, session: String?
    ) throws(BrowserFailure) -> Command {
        if let endedBecause { throw .ended(endedBecause) }
        if let session {
            guard let page = pageOfSession[session].flatMap({ pages[$0] }) else { throw .ended("The page was closed.") }
            // Nothing else would ever be answered; an address mends it.
            guard !page.hasCrashed || method == "Page.navigate" else { throw .pageCrashed }
        }
        return make(method, parameters, session: session, for: .awaited(method))
    }

    /// A command whose answer is of no interest.
    mutating func errand(_ method: String, _ parameters: JSONObject = JSONObject(), session: String? = nil) -> Command {
        make(method, parameters, session: session, for: .errand)
    }

    private mutating func make(
        _ method: String, _ parameters: JSONObject, session: String?, for purpose: Purpose
    ) -> Command {
        lastID += 1
        waiting[lastID] = Waiting(purpose: purpose, session: session)
        return Command(id: lastID, method: method, parameters: parameters, session: session)
    }

    /// The answer to a command has not come in time. Nil if it has, or nobody waits for it.
    mutating func timeOut(_ id: Int64) -> BrowserFailure? {
        guard case .awaited(let method) = waiting.removeValue(forKey: id)?.purpose else { return nil }
        return .timedOut(method)
    }

    // MARK: Messages

    /// The browser has sent a message.
    mutating func receive(_ message: JSONObject) -> Outcome {
        guard endedBecause == nil else { return Outcome() }
        if let id = message["id"]?.wholeNumber { return receive(message, answering: id) }
        guard let method = message["method"]?.string else { return Outcome() }
        let parameters = message["params"]?.object ?? JSONObject()
        let session = message["sessionId"]?.string
        var outcome = follow(method, parameters, session: session)
        outcome.event = DevToolsEvent(method: method, parameters: parameters, session: session)
        return outcome
    }

    private mutating func receive(_ message: JSONObject, answering id: Int64) -> Outcome {
        guard let command = waiting.removeValue(forKey: id) else { return Outcome() }
        switch command.purpose {
        case .errand: return Outcome()
        case .preparing(let target):
            pages[target]?.unprepared -= 1
            return Outcome()
        case .awaited(let method):
            return Outcome(answers: [(id, Self.answer(message, to: method))])
        case .attaching(let target):
            guard let session = message[path: "result.sessionId"]?.string, !session.isEmpty else {
                // It is gone already, or not for us.
                forget(target)
                return Outcome()
            }
            return attached(to: target, session)
        }
    }

    private static func answer(_ message: JSONObject, to method: String) -> Result<JSONObject, BrowserFailure> {
        guard let error = message["error"]?.object else { return .success(message["result"]?.object ?? JSONObject()) }
        let text = error["message"]?.string ?? ""
        let details = error["data"]?.string.map { " (\($0))" } ?? ""
        return .failure(.refused(command: method, code: error["code"]?.wholeNumber ?? 0, message: text + details))
    }

    private mutating func attached(to target: String, _ session: String) -> Outcome {
        guard pages[target] != nil else { return Outcome() }
        pages[target]?.session = session
        pageOfSession[session] = target
        let preparations: [(String, JSONObject)] = [
            ("Page.enable", [:]), ("Inspector.enable", [:]), ("Emulation.setFocusEmulationEnabled", ["enabled": true]),
        ]
        pages[target]?.unprepared = preparations.count
        let commands = preparations.map { make($0, $1, session: session, for: .preparing(target)) }
        return Outcome(commands: commands + (takesFileChoosers ? [interceptFileChoosers(true, on: session)] : []))
    }

    /// What `Target.getTargets` has answered: titles and addresses as they are now, where their events may be late.
    mutating func note(targets: [JSONValue]) {
        for case .object(let info) in targets { _ = note(info, isNew: false) }
    }

    // MARK: Events

    private mutating func follow(_ method: String, _ parameters: JSONObject, session: String?) -> Outcome {
        switch method {
        case "Target.targetCreated", "Target.targetInfoChanged":
            return note(parameters["targetInfo"]?.object ?? JSONObject(), isNew: method == "Target.targetCreated")
        case "Target.targetDestroyed":
            return parameters["targetId"]?.string.map { forget($0) } ?? Outcome()
        case "Target.detachedFromTarget":
            return parameters["sessionId"]?.string.flatMap { pageOfSession[$0] }.map { forget($0) } ?? Outcome()
        case "Target.targetCrashed":
            return crashed(parameters["targetId"]?.string)
        case "Inspector.targetCrashed":
            return crashed(session.flatMap { pageOfSession[$0] })
        case "Inspector.targetReloadedAfterCrash", "Page.frameNavigated":
            if let page = session.flatMap({ pageOfSession[$0] }) { pages[page]?.hasCrashed = false }
            return Outcome()
        case "Page.javascriptDialogOpening":
            return dialogOpened(parameters["type"]?.string ?? "", session: session)
        case "Page.fileChooserOpened":
            return fileChooserOpened(parameters["backendNodeId"], session: session)
        case "Page.javascriptDialogClosed":
            if let page = session.flatMap({ pageOfSession[$0] }) { pages[page]?.hasDialog = false }
            return Outcome()
        default: return Outcome()
        }
    }

    private mutating func note(_ info: JSONObject, isNew: Bool) -> Outcome {
        guard let id = info["targetId"]?.string, info["type"]?.string == "page", info["subtype"]?.string ?? "" == ""
        else { return Outcome() }
        let context = info["browserContextId"]?.string ?? ""
        let own = ownContext ?? context
        ownContext = own
        guard context == own else { return Outcome() }
        let (title, url) = (info["title"]?.string ?? "", info["url"]?.string ?? "")
        if pages[id] != nil {
            pages[id]?.title = title
            pages[id]?.url = url
            return Outcome()
        }
        guard isNew, order.count < Self.mostPages else { return Outcome() }
        pages[id] = Page(title: title, url: url)
        order.append(id)
        return Outcome(commands: [
            make(
                "Target.attachToTarget", ["targetId": .string(id), "flatten": true], session: nil,
                for: .attaching(to: id))
        ])
    }

    /// A page has gone; whoever waits for something from it is told.
    @discardableResult
    private mutating func forget(_ target: String) -> Outcome {
        let outcome = fail(page: target, with: .ended("The page was closed."))
        if let session = pages.removeValue(forKey: target)?.session { pageOfSession[session] = nil }
        order.removeAll { $0 == target }
        return outcome
    }

    private mutating func crashed(_ target: String?) -> Outcome {
        // Again, too: what was to mend the page may have been lost with its next process.
        guard let target, pages[target] != nil else { return Outcome() }
        pages[target]?.hasCrashed = true
        pages[target]?.unprepared = 0
        return fail(page: target, with: .pageCrashed)
    }

    private mutating func fail(page target: String?, with failure: BrowserFailure) -> Outcome {
        guard let session = target.flatMap({ pages[$0]?.session }) else { return Outcome() }
        if let target { pages[target]?.hasDialog = false }
        return Outcome(answers: takeWaiting { $0.session == session }.map { ($0, .failure(failure)) })
    }

    private mutating func takeWaiting(_ isMeant: (Waiting) -> Bool) -> [Int64] {
        let meant = waiting.filter { isMeant($0.value) }
        for id in meant.keys { waiting[id] = nil }
        return meant.filter { if case .awaited = $0.value.purpose { true } else { false } }.map(\.key).sorted()
    }

    /// The pipe has ended: there is no browser any more.
    mutating func end(because words: String) -> Outcome {
        guard endedBecause == nil else { return Outcome() }
        endedBecause = words
        pages = [:]
        order = []
        pageOfSession = [:]
        return Outcome(answers: takeWaiting { _ in true }.map { ($0, .failure(.ended(words))) })
    }
}

// MARK: - Clients

extension DevToolsState {
    /// A DevTools client was spliced to the browser: dialogs, file choosers and downloads are its business now.
    mutating func attachClient() -> [Command] {
        defer { clients += 1 }
        return takesFileChoosers ? interceptFileChoosers(false) : []
    }

    /// The same, if there are fewer than `limit`.
    mutating func attachClient(upTo limit: Int) -> [Command]? {
        clients < limit ? attachClient() : nil
    }

    /// One has left. With the last one go its answers to dialogs; with any, the place for downloads that it had set.
    mutating func detachClient() -> [Command] {
        guard endedBecause == nil, clients > 0 else { return [] }
        clients -= 1
        var commands = [setDownloadFolder()]
        guard clients == 0 else { return commands }
        if takesFileChoosers { commands += interceptFileChoosers(true) }
        for id in order {
            guard let page = pages[id], page.hasDialog, let session = page.session else { continue }
            commands.append(errand("Page.handleJavaScriptDialog", ["accept": false], session: session))
        }
        return commands
    }

    /// The place is one setting of the whole browser, and goes with whoever said it last.
    mutating func setDownloadFolder() -> Command {
        errand(
            "Browser.setDownloadBehavior",
            ["behavior": "allowAndName", "downloadPath": .string(downloadFolder), "eventsEnabled": true])
    }

    /// Nobody would answer a dialog, and it holds up the page and its pictures; a client that is there answers by itself.
    private mutating func dialogOpened(_ type: String, session: String?) -> Outcome {
        guard let session, let page = pageOfSession[session] else { return Outcome() }
        pages[page]?.hasDialog = true
        guard clients == 0 || dismissesDialogs else { return Outcome() }
        return Outcome(commands: [
            errand(
                "Page.handleJavaScriptDialog", ["accept": .bool(type == "beforeunload")], session: session)
        ])
    }
}
