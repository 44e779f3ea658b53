import DrydockTesting
import Kernel

/// One world of the isolation proof: what happens in it, one step after the other, while the others live beside it.
///
/// Everything that it writes carries its name; every answer is searched for the others' names and ids and dated.
struct Island {
    let drydock: RunningDrydock
    let name: String
    let issued: IssuedIDs
    private(set) var requests = 0
    var model = IslandModel()
    /// The application of the scenario that was loaded last.
    var loaded: String?
    /// What was in the world when a snapshot was taken, by the snapshot's id.
    var snapshots: [String: (model: IslandModel, loaded: String?)] = [:]
    var choice: SplitMix64
    private var step = 0
    private var deed = ""
    private var made = 0

    init(_ number: Int, on drydock: RunningDrydock, seed: UInt64, issued: IssuedIDs) {
        self.drydock = drydock
        self.issued = issued
        name = Self.name(number)
        choice = SplitMix64(seed: SplitMix64.mix(seed &+ UInt64(number)))
    }

    /// `isle07`: of one length, so that none is in another.
    static func name(_ number: Int) -> String { "isle\(number < 10 ? "0" : "")\(number)" }

    /// Lives until about so many requests were sent. Throws `IsolationBreach` at the first thing that is wrong.
    mutating func live(requests limit: Int) async throws {
        while requests < limit {
            step += 1
            let deeds = IslandDeed.allCases
            let weights = deeds.map(\.weight)
            var drawn = Int(choice.next() % UInt64(weights.reduce(0, +)))
            for (deed, weight) in zip(deeds, weights) {
                drawn -= weight
                guard drawn < 0 else { continue }
                self.deed = "\(deed)"
                try await perform(deed)
                break
            }
        }
    }

    // MARK: Requests

    /// A request by whoever holds one of the world's keys; the answer must be of this world, at its time.
    mutating func call(
        _ method: String, _ path: String, _ body: String = "", key: String? = nil, bearer: String? = nil,
        headers: [String: String] = [:], contentType: String = "application/json"
    ) async throws -> Answer {
        var headers = headers
        if let bearer { headers["Authorization"] = "Bearer \(bearer)" }
        requests += 1
        let answer = try await drydock.send(
            method, path, body: body, contentType: contentType, key: key ?? "", headers: headers)
        try check(answer, method, path)
        return answer
    }

    /// A call of the control plane for this world; its answer must not speak of another.
    mutating func control(_ method: String, _ path: String, _ body: String = "") async throws -> Answer {
        requests += 1
        let mark = path.contains("?") ? "&" : "?"
        let answer = try await drydock.send(method, "/_drydock\(path)\(mark)world=\(name)", body: body, key: "")
        try require(answer.status < 300, "\(method) \(path) answers \(answer.status): \(answer.text)")
        try checkNames(answer.text, in: "\(method) \(path)")
        return answer
    }

    /// Counts requests that a deed sends by itself.
    mutating func count(_ sent: Int) { requests += sent }

    var anchorKey: String { "sk-test@\(name)" }
    var anonKey: String { "anon_test@\(name)" }

    /// A name that no other object has, and no other world.
    mutating func freshName() -> String {
        made += 1
        return "\(name)-\(made)"
    }

    /// One of these, or none of none.
    mutating func pick<Elements: Collection<String>>(_ elements: Elements) -> String? {
        elements.isEmpty ? nil : elements.sorted()[Int(choice.next() % UInt64(elements.count))]
    }

    // MARK: Judgement

    func require(_ condition: Bool, _ problem: @autoclosure () -> String) throws(IsolationBreach) {
        if !condition { throw IsolationBreach(world: name, step: step, deed: deed, problem: problem()) }
    }

    /// What must be there is there.
    func unwrap<Value>(_ value: Value?, _ answer: Answer) throws(IsolationBreach) -> Value {
        guard let value else {
            throw IsolationBreach(
                world: name, step: step, deed: deed,
                problem: "\(answer.status) \(answer.text) lacks what it should have")
        }
        return value
    }

    /// The ids are this world's from now on, and nobody else's.
    func note(_ ids: String...) throws(IsolationBreach) {
        let foreign = issued.note(ids, of: name)
        try require(foreign == nil, "the id \(foreign?.id ?? "") was issued by \(foreign?.owner ?? "") before")
    }

    private func check(_ answer: Answer, _ method: String, _ path: String) throws(IsolationBreach) {
        try checkNames(answer.text, in: "\(method) \(path)")
        for header in answer.headers { try checkNames(header.value, in: "\(header.name) of \(method) \(path)") }
        let date = IslandTime.httpDate(advanced: model.advanced)
        try require(
            answer.header("Date") == date,
            "\(method) \(path) is dated \(answer.header("Date") ?? "not at all") where the world's clock says \(date)")
    }

    private func checkNames(_ text: String, in place: String) throws(IsolationBreach) {
        let bytes = Array(text.utf8)
        let stem = Array("isle".utf8)
        let own = Array(name.utf8)
        guard bytes.count >= own.count else { return }
        for start in 0...(bytes.count - own.count)
        where bytes[start] == stem[0] && bytes[start..<start + 4] == stem[...] {
            let digits = bytes[start + 4..<start + own.count]
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
            try require(
                bytes[start..<start + own.count] == own[...],
                "\(place) speaks of \(String(decoding: bytes[start..<start + own.count], as: UTF8.self)): \(text)")
        }
    }
}
