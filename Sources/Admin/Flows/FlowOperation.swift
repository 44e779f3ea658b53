import Kernel
import KernelHTTP

/// What an operation is to a flow: who answers it, what it begins, and what it makes that flows share.
struct FlowOperation: Hashable, Sendable {
    /// For example `anchor.createSession`; nil for a request that no vendor has an operation for.
    let name: String?

    /// The vendor's part of the name; nil if there is none.
    var vendor: Substring? { name?.split(separator: ".").first }

    /// The name without the vendor.
    private var shortName: Substring {
        guard let name, let dot = name.firstIndex(of: ".") else { return "" }
        return name[name.index(after: dot)...]
    }

    /// The name as words, for example `create identity token`.
    var words: String {
        guard name != nil else { return "no operation" }
        var words = ""
        var previous: Character = " "
        for letter in shortName {
            if letter.isUppercase, previous.isLowercase { words += " " }
            words += previous.isUppercase && letter.isUppercase ? String(letter) : letter.lowercased()
            previous = letter
        }
        return words
    }

    /// Who answers.
    var place: Place {
        switch shortName {
        case "openIdentityCreatePage", "submitIdentityCreatePage", "openInterventionPage", "submitInterventionPage":
            .hostedPage
        case "openLink", "advanceLink": .linkPage
        case "openTunnel": .tunnel
        default: Self.inBrowser.contains(String(shortName)) ? .browser : .api
        }
    }

    /// Where an exchange happens.
    enum Place: Sendable {
        case api, hostedPage, linkPage, browser
        /// The browser asks, and the API leads it on.
        case tunnel
    }

    /// What a flow is called after that begins with the operation; nil if none does by itself.
    var begins: FlowKind? { Self.beginnings[name ?? ""] }

    /// Whether the ids in its answer are of objects that many flows share: it comes before them, and joins none to another.
    var makesShared: Bool { Self.sharedMakers.contains(name ?? "") }

    /// Whether it makes a user's token, which the address of a Link page may be made with.
    var makesUserToken: Bool { name == "anon.createAppUserIdToken" }

    /// Whether a session ends with it.
    var endsSession: Bool { Self.sessionEnds.contains(name ?? "") }

    /// One word of a flow's title; nil for what says nothing of its course.
    var stage: String? {
        switch place {
        case .hostedPage, .linkPage: return "page"
        case .tunnel: return "tunnel"
        case .browser: return "browser"
        case .api: return Self.stages[name ?? ""]
        }
    }

    // MARK: Tables

    private static let beginnings: [String: FlowKind] = [
        "anchor.createIdentityToken": .connect, "anchor.openIdentityCreatePage": .connect,
        "anchor.createIdentityLink": .connect,
        "anon.createAppUserIdToken": .link, "anon.createLinkUrl": .link, "anon.createOlderLinkUrl": .link,
        "anon.openLink": .link,
        "anchor.createSession": .session, "anchor.createOlderSession": .session, "anchor.createLegacySession": .session,
        "anchor.createSessionAsync": .session, "anon.createCdpUrl": .session,
        "anchor.createBatchSessions": .batch,
        "anchor.runTask": .task, "anchor.runLegacyTask": .task, "anchor.runLegacyTaskByName": .task,
        "anchor.performWebTask": .task,
        "anchor.createIdentity": .identity,
        "anchor.deliverWebhook": .delivery,
    ]

    private static let sharedMakers: Set<String> = [
        "anchor.createApplication", "anchor.createAuthFlow", "anchor.createProject", "anchor.createProjectAPIKey",
        "anchor.createWebhook", "anchor.createProfile", "anchor.uploadExtension", "anchor.uploadCertificate",
        "anchor.createIntegration", "anchor.createVolume", "anchor.createTool", "anchor.generateTask",
        "anchor.createLegacyTask", "anchor.createConnectionToken", "anchor.registerConnector",
        "anon.createOrganization", "anon.createMember", "anon.login", "anon.createUserPool", "anon.createSdkClient",
    ]

    private static let sessionEnds: Set<String> = [
        "anchor.endSession", "anchor.endOlderSession", "anchor.endLegacySession", "anon.deleteSession",
    ]

    private static let stages = [
        "anchor.createIdentityToken": "token", "anchor.createIdentity": "identity", "anchor.getIdentity": "identity",
        "anon.createAppUserIdToken": "token", "anon.createLinkUrl": "address", "anon.createOlderLinkUrl": "address",
        "anon.getAppIntegration": "credentials", "anon.getSessionStatus": "status", "anon.getSession": "session",
        "anon.deleteSession": "end", "anon.createCdpUrl": "browser",
        "anchor.createSession": "session", "anchor.createOlderSession": "session",
        "anchor.createLegacySession": "session", "anchor.createSessionAsync": "session",
        "anchor.createBatchSessions": "sessions", "anchor.endSession": "end", "anchor.endOlderSession": "end",
        "anchor.endLegacySession": "end", "anchor.runTask": "run", "anchor.runLegacyTask": "run",
        "anchor.runLegacyTaskByName": "run", "anchor.performWebTask": "task", "anchor.deliverWebhook": "webhook",
        "anchor.respondToIntervention": "answer",
    ]

    /// What a client does in a session's browser, or looks at there.
    private static let inBrowser: Set<String> = [
        "attachSession", "attachPage", "attachBrowser", "describeBrowser", "listTargets", "listTargetsAtRoot",
        "openLiveView", "streamLiveView", "getLiveViewPage", "sendLiveViewInput",
        "openLiveStream", "streamLiveStream", "getLiveStreamPage", "sendLiveStreamInput",
        "takeSessionScreenshot", "getClipboard", "setClipboard", "copySelection", "pasteText", "clickMouse",
        "doubleClickMouse", "pressMouseButton", "releaseMouseButton", "moveMouse", "dragAndDrop", "scroll",
        "typeText", "pressKeyboardShortcut", "goToURL",
    ]
}

/// What a flow is about.
enum FlowKind: Int, Comparable, Sendable {
    case connect, link, task, batch, session, identity, delivery

    /// Whether `left` says more of a flow that is about both.
    static func < (left: FlowKind, right: FlowKind) -> Bool { left.rawValue < right.rawValue }
}
