import DrydockTesting
import Kernel

/// Requests to both vendors, chosen by a seed and by what was answered before: from a copy of the value, the same again.
struct RandomTraffic {
    private let drydock: RunningDrydock
    private let world: String
    private var numbers: SplitMix64
    private var known: [String: [String]] = [:]
    private var bearer: String?

    init(_ drydock: RunningDrydock, world: String, seed: UInt64) {
        self.drydock = drydock
        self.world = world
        numbers = SplitMix64(seed: seed)
    }

    /// The same on another server.
    func moved(to drydock: RunningDrydock) -> RandomTraffic {
        var moved = RandomTraffic(drydock, world: world, seed: 0)
        moved.numbers = numbers
        moved.known = known
        moved.bearer = bearer
        return moved
    }

    /// Sends so many requests; all that was answered, headers included, in order.
    mutating func run(_ count: Int) async throws -> [String] {
        var lines: [String] = []
        for _ in 0..<count {
            let (method, path, body) = next()
            let isAnon = path.hasPrefix("/org") || path.hasPrefix("/account") || path.hasPrefix("/link")
            var headers = ["X-Drydock-World": world, "Host": "drydock.localhost"]
            if isAnon, let bearer { headers["Authorization"] = "Bearer \(bearer)" }
            let answer = try await drydock.send(
                method, path, body: body, key: isAnon ? "" : "sk-test", headers: headers)
            learn(from: answer, of: "\(method) \(path)")
            let shown = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            lines.append("\(method) \(path)\n\(answer.status)\n\(shown)\n\(answer.text)")
        }
        return lines
    }

    private mutating func pick(_ count: Int) -> Int { Int(numbers.next() % UInt64(count)) }

    private mutating func any(_ kind: String) -> String {
        let all = known[kind] ?? []
        return all.isEmpty ? "00000000-0000-4000-8000-000000000000" : all[pick(all.count)]
    }

    private mutating func next() -> (method: String, path: String, body: String) {
        switch pick(26) {
        case 0: ("POST", "/v1/applications", #"{"source":"https://site\#(pick(9)).test"}"#)
        case 1, 2: ("POST", "/v1/applications/\(any("application"))/tokens", #"{"callbackUrl":"https://c.test/back"}"#)
        case 3: ("GET", "/identity/create?token=\(any("token"))", "")
        case 4, 5: ("POST", "/_drydock/identity-tokens/\(any("token"))/complete", #"{"outcome":"success"}"#)
        case 6: ("GET", "/v1/applications/\(any("application"))/identities", "")
        case 7: ("GET", "/v1/identities/\(any("identity"))", "")
        case 8:
            (
                "PUT", "/v1/identities/\(any("identity"))",
                #"{"metadata":{"z":\#(pick(99)),"a":1.0,"é":["x",{"q":null,"b":2}]}}"#
            )
        case 9: ("DELETE", "/v1/identities/\(any("identity"))", "")
        case 10, 11: ("POST", "/v1/sessions", #"{"identities":[{"id":"\#(any("identity"))"}]}"#)
        case 12: ("POST", "/v1/sessions", #"{"session":{"timeout":{"max_duration":\#(pick(40))}}}"#)
        case 13: ("GET", "/v1/sessions", "")
        case 14: ("DELETE", "/v1/sessions/\(any("session"))", "")
        case 15: ("GET", "/v1/nothing/here", "")
        case 16: ("POST", "/_drydock/clock?world=\(world)", #"{"advance":"\#(pick(90) + 1)s"}"#)
        case 17:
            (
                "POST", "/_drydock/rules?world=\(world)",
                #"{"on":"anchor.*","probability":0.3,"times":\#(pick(3) + 1),"effect":{"problem":"conflict"}}"#
            )
        case 18: ("POST", "/org/login", #"{"email":"admin@drydock.example","password":"drydock"}"#)
        case 19: ("POST", "/org/userPool", #"{"name":"pool \#(pick(9))","description":"d"}"#)
        case 20:
            ("POST", "/org/sdkClient", #"{"name":"s","description":"d","kind":"service"}"#)
        case 21:
            (
                "POST", "/org/appUserIdToken",
                #"{"appUserId":"user-\#(pick(5))","userPoolId":"\#(any("pool"))"}"#
            )
        case 22: ("GET", "/account/api/v1/session/status?ownerId=user-\(pick(5))&domain=amazon", "")
        case 23:
            (
                "POST", "/_drydock/link/complete?world=\(world)",
                #"{"app":"amazon","clientId":"\#(any("client"))","appUserIdToken":"\#(any("jwt"))"}"#
            )
        case 24: ("GET", "/link/url?app=amazon&appUserId=user-\(pick(5))", "")
        default: ("DELETE", "/v1/applications/\(any("application"))", "")
        }
    }

    private mutating func learn(from answer: Answer, of request: String) {
        let found: [(kind: String, request: String, path: String)] = [
            ("application", "POST /v1/applications", "id"), ("token", "/tokens", "token"),
            ("identity", "/complete", "identityId"), ("session", "POST /v1/sessions", "data.id"),
            ("pool", "POST /org/userPool", "id"), ("client", "POST /org/sdkClient", "id"),
            ("jwt", "/org/appUserIdToken", "appUserIdToken"),
        ]
        for (kind, ending, path) in found where request.hasSuffix(ending) {
            if let value = answer[path]?.string { known[kind, default: []].append(value) }
        }
        if request == "POST /org/login", let token = answer["token"]?.string { bearer = token }
    }
}
