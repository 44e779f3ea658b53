import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// An exchange as flows need it: without its bodies, of which only that is kept by which it belongs to others.
struct FlowExchange: Sendable {
    /// The request's number, or that of the last one before it where Drydock sent it.
    let number: Int
    let direction: ExchangeDirection
    /// The world's time.
    let at: Moment
    let operation: FlowOperation
    let status: Int
    /// The code of the reason why the answer is what it is.
    let reason: String?
    /// Whether somebody will want to know why.
    let isBad: Bool
    /// What the request has.
    let used: FlowValues
    /// What the answer has; `listed` are those of many that it lists.
    let issued: FlowValues
    let listed: FlowValues
    /// The word that the answer has for the state of a session or a run, for example `running`.
    let state: String?
    /// The way back to the customer that the answer has.
    let callback: FlowCallback?
    /// What more there is to say than the operation's name: a page's step, an event's type, a host.
    let detail: String?
    /// Whether a page of another origin asked.
    let hasOrigin: Bool
    /// What a person calls the site or object in question; nil if the exchange does not say.
    let subject: String?
    /// The person whom it is for, as the customer names them.
    let user: String?

    private static let longestText = 80

    /// What flows need of an entry. Bodies of more than `longestBody` bytes are not looked at.
    init(_ entry: JournalEntry, longestBody: Int) {
        number = entry.number
        direction = entry.direction
        at = entry.receivedAt
        operation = FlowOperation(name: entry.operation)
        status = entry.response.status.code
        reason = entry.reason?.code
        isBad = entry.isBad
        hasOrigin = HTTPField.Name("Origin").map { entry.request.headerFields[$0] != nil } ?? false

        let reading = FlowReading(entry, operation, longestBody: longestBody)
        used = reading.used
        issued = reading.issued
        listed = reading.listed
        state = reading.answer?["status"]?.string ?? reading.answer?["data"]?.object?["status"]?.string
        callback = reading.callback
        detail = Self.detail(entry, operation, reading).map(Self.short)
        subject = reading.subject.map(Self.short)
        user = reading.user.map(Self.short)
    }

    /// Where all that is known of it is shown.
    func address(in world: WorldName) -> String {
        "/_drydock/requests/\(number)?world=\(world.description)" + (direction == .outgoing ? "#sent" : "")
    }

    private static func detail(
        _ entry: JournalEntry, _ operation: FlowOperation, _ reading: FlowReading
    ) -> String? {
        switch operation.place {
        case .hostedPage, .linkPage:
            if entry.request.method == .post { return "form" }
            return reading.query["step"].map { "step \($0)" } ?? "open"
        case .tunnel: return entry.request.authority ?? entry.request.path
        case .api where entry.direction == .outgoing:
            return HTTPField.Name("Anchor-Event").flatMap { entry.request.headerFields[$0] }
        default: return nil
        }
    }

    /// One line that a diagram has room for, without secrets, and without letters that nobody sees but that turn others round.
    static func short(_ text: String) -> String {
        // Whoever sends much gets little of it looked at. Counted in scalars, of which one letter may have any number.
        let head = String(String.UnicodeScalarView(text.unicodeScalars.prefix(1024)))
        let shown = SecretMask.masking.text(head).unicodeScalars
        var line = String.UnicodeScalarView()
        for scalar in shown.prefix(longestText) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.append(scalar)
            }
        }
        return String(line) + (shown.count > longestText ? "…" : "")
    }
}

/// What an entry's parts say, read once.
private struct FlowReading {
    private(set) var used = FlowValues()
    private(set) var issued = FlowValues()
    private(set) var listed = FlowValues()
    private(set) var query = NamedValues()
    private(set) var callback: FlowCallback?
    /// The answer's members, and the request's.
    private(set) var answer: JSONObject?
    private(set) var request: JSONObject?

    init(_ entry: JournalEntry, _ operation: FlowOperation, longestBody: Int) {
        let target = entry.request.path ?? "/"
        // What a client writes into a CONNECT, or for a proxy, is somebody else's address.
        if entry.request.method != .connect, target.hasPrefix("/") {
            used.add(address: target, anyName: true)
            let text = target.prefix(16 * 1024).drop { $0 != "?" }.dropFirst()
            query = NamedValues(urlEncoded: text.prefix { $0 != "#" })
        }
        readCredentials(entry.request.headerFields)
        let sent = entry.requestBody.readableBytesView
        if !sent.isEmpty, sent.count <= longestBody {
            if entry.request.headerFields[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false {
                used.add(pairs: NamedValues(urlEncoded: String(decoding: sent, as: UTF8.self)), anyName: true)
            } else if let json = try? JSONParser.parse(sent) {
                request = json.object
                var ignored = FlowValues()
                used.add(json: json, anyName: true, listed: &ignored)
            }
        }
        let answered = entry.responseBody.readableBytesView
        if !answered.isEmpty, answered.count <= longestBody, answered.first.map({ "{[ \n".utf8.contains($0) }) ?? false,
            let json = try? JSONParser.parse(answered)
        {
            answer = json.object
            issued.add(json: json, anyName: false, listed: &listed)
        }
        callback = FlowCallback(entry, operation, step: query["step"])
        if let callback { issued.add(address: callback.address, anyName: false) }
    }

    private mutating func readCredentials(_ headers: HTTPFields) {
        // Only a person's token says which flow it is; keys are of many.
        if let bearer = headers[.authorization]?.split(separator: " ").last, bearer.hasPrefix("eyJ") {
            used.add(bearer, named: "token", anyName: true)
        }
        guard let basic = headers[.proxyAuthorization]?.split(separator: " ").last, basic.utf8.count <= 2048 else {
            return
        }
        let credentials = String(decoding: Base64.decode(basic), as: UTF8.self)
        // The last colon: a user's id may have some, a key has none.
        guard let colon = credentials.lastIndex(of: ":") else { return }
        used.add(credentials[..<colon], named: "appUserId", anyName: true)
    }

    /// What the exchange is about, as a person would call it.
    var subject: String? {
        if let name = answer?["name"]?.string, !name.isEmpty { return name }
        for name in ["name", "app", "domain", "source", "url", "prompt"] {
            if let text = query[name] ?? request?[name]?.string, !text.isEmpty { return Self.site(text) }
        }
        return nil
    }

    /// The host of an address, without what every host has.
    private static func site(_ text: String) -> String {
        guard let address = WebAddress(text) else { return text }
        return address.host.hasPrefix("www.") ? String(address.host.dropFirst(4)) : address.host
    }

    /// Whom it is for.
    var user: String? {
        for name in ["appUserId", "ownerId", "externalUserId"] {
            if let text = query[name] ?? request?[name]?.string, !text.isEmpty { return text }
        }
        return used.user
    }
}

/// The way back from a hosted page to the customer, as an answer has it.
struct FlowCallback: Sendable {
    /// The whole address.
    let address: String
    /// Whether the page only has a link there, so that nobody knows whether the person follows it.
    let isOffered: Bool

    private static let anchor = "<a class=\"button\" href=\""
    /// The steps after which nothing is left but the way back. Earlier ones have a link for those whom the page's script refuses.
    private static let lastSteps: Set<String> = ["done", "stopped", "closing"]

    /// Nil for an answer that leads nowhere, or to a further step of the same page.
    init?(_ entry: JournalEntry, _ operation: FlowOperation, step: String?) {
        guard operation.place == .hostedPage || operation.place == .linkPage else { return nil }
        if let location = entry.response.headerFields[.location] {
            guard !location.hasPrefix("/"), location.utf8.count <= 16 * 1024 else { return nil }
            (address, isOffered) = (location, false)
        } else {
            guard entry.isBad || step.map(Self.lastSteps.contains) ?? false else { return nil }
            let page = entry.responseBody.readableBytesView
            // Pages are far smaller; whatever a rule answers in their place is not searched.
            guard page.count <= 64 * 1024 else { return nil }
            let html = String(decoding: page, as: UTF8.self)
            guard let found = html.utf8.firstRange(of: Self.anchor.utf8) else { return nil }
            let link = html[found.upperBound...].prefix { $0 != "\"" }
            guard link.utf8.count <= 16 * 1024, !link.hasPrefix("/") else { return nil }
            (address, isOffered) = (String(link).replacing("&amp;", with: "&"), true)
            // A refusal that tells the customer nothing has a link for the person alone.
            if words.isEmpty { return nil }
        }
    }

    /// What it tells the customer, for example `status=success`: the words, without ids.
    var words: String {
        let query = address.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
        let pairs = NamedValues(urlEncoded: query.prefix(4096)).pairs
        let told = pairs.filter { ["type", "status", "error_code"].contains($0.name) }
        // Anon sends the same twice, under the name of the guide and under that of the examples.
        let words = told.contains { $0.name == "status" } ? told.filter { $0.name != "type" } : told
        return words.prefix(3).map { "\($0.name)=\(FlowExchange.short($0.value))" }.joined(separator: " ")
    }

    /// Whether it says that something failed.
    var tellsFailure: Bool { words.contains("status=failed") || words.contains("error_code=") }
}
