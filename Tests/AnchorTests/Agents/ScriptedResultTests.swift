import FoundationEssentials
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct ScriptedResultTests {
    private static func matcher(_ json: String) throws -> Matcher {
        try JSONDecoder().decode(Matcher.self, from: Data(json.utf8))
    }

    private static func client(_ results: [TaskResultSeed]) -> AnchorClient {
        var seed = AnchorSeed()
        seed.taskResults = results
        return AnchorClient(seed: seed)
    }

    private static func result(_ text: String, _ change: (inout TaskResultSeed) -> Void = { _ in }) -> TaskResultSeed {
        var seed = TaskResultSeed()
        seed.result = .string(text)
        change(&seed)
        return seed
    }

    private static func outcome(
        _ client: AnchorClient, _ call: AgentCall = AgentCall(operation: "anchor.performWebTask")
    ) throws -> AgentPlan.Outcome {
        let turn = AnchorTurn(policies: client.store.policies, now: client.now)
        return try client.store.update { state throws(AnchorProblem) in try state.plan(for: call, turn).outcome }
    }

    @Test("results are used in order, each as often as it says")
    func order() throws {
        let client = Self.client([Self.result("a") { $0.times = 2 }, Self.result("b") { $0.times = 1 }])
        for wanted in ["a", "a", "b"] { #expect(try Self.outcome(client) == .result(.string(wanted))) }
        guard case .result(.string(let text)) = try Self.outcome(client) else { throw Missing() }
        #expect(text.hasPrefix("Drydock runs no model"))
        #expect(client.store.taskResults.map(\.id) == ["result-1", "result-2"])
    }

    @Test("a result that is added is asked before all others, and one of its id goes")
    func added() throws {
        let client = Self.client([Self.result("a")])
        #expect(client.store.addTaskResult(Self.result("b") { $0.times = 1 }) != nil)
        #expect(client.store.addTaskResult(Self.result("c") { $0.times = 1 }) != nil)
        #expect(client.store.taskResults.map(\.id) == ["result-3", "result-2", "result-1"])
        for wanted in ["c", "b", "a"] { #expect(try Self.outcome(client) == .result(.string(wanted))) }
        #expect(client.store.addTaskResult(Self.result("d") { $0.id = "result-1" }) != nil)
        #expect(try Self.outcome(client) == .result("d"))
        #expect(client.store.removeTaskResult("result-1") != nil)
        #expect(client.store.removeTaskResult("result-1") == nil)
        #expect(client.store.removeTaskResults() == 2)
        #expect(client.store.taskResults.isEmpty)
    }

    @Test("there are only so many")
    func bound() {
        let client = Self.client((0..<TaskResultSeed.most).map { Self.result("\($0)") })
        #expect(client.store.addTaskResult(Self.result("more")) == nil)
        #expect(client.store.addTaskResult(Self.result("other") { $0.id = "result-7" }) != nil, "in place of another")
    }

    @Test("a result is for an operation, a task, a prompt, inputs")
    func matching() throws {
        let contains = try Self.matcher(#"{"contains":"price"}"#)
        let client = Self.client([
            Self.result("operation") { $0.on = "anchor.run*" }, Self.result("task") { $0.task = "Invoices" },
            Self.result("prompt") { $0.prompt = contains },
            Self.result("inputs") { $0.inputs = ["ANCHOR_A": .equals("1")] },
            Self.result("rest"),
        ])
        func answer(_ call: AgentCall) throws -> JSONValue {
            guard case .result(let value) = try Self.outcome(client, call) else { return .null }
            return value
        }
        let web = "anchor.performWebTask"
        #expect(try answer(AgentCall(operation: "anchor.runTask")) == "operation")
        #expect(try answer(AgentCall(operation: web, taskName: "Invoices")) == "task")
        #expect(try answer(AgentCall(operation: web, prompt: "What price is it?")) == "prompt")
        #expect(try answer(AgentCall(operation: web, inputs: ["ANCHOR_A": 1])) == "inputs")
        #expect(try answer(AgentCall(operation: web)) == "rest")
    }

    @Test("an expression that takes for ever matches nothing and holds up nobody")
    func budget() throws {
        let slow = try Self.matcher(#"{"matches":"(a?){300}b"}"#)
        let client = Self.client([Self.result("slow") { $0.prompt = slow }, Self.result("rest")])
        let prompt = String(repeating: "a", count: 100_000)
        #expect(try Self.outcome(client, AgentCall(operation: "x", prompt: prompt)) == .result("rest"))
    }

    @Test("200 calls at once use up what can be used once only once")
    func race() async {
        let client = Self.client([Self.result("once") { $0.times = 1 }])
        let store = client.store
        let now = client.now
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    let turn = AnchorTurn(policies: store.policies, now: now)
                    let plan = try? store.update { state throws(AnchorProblem) in
                        try state.plan(for: AgentCall(operation: "x"), turn)
                    }
                    return plan?.scriptID != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1)
    }

    @Test("mistakes in a script are found, each at its place")
    func complaints() {
        func found(_ change: (inout TaskResultSeed) -> Void) -> [String] {
            Self.result("r", change).complaints
        }
        #expect(found { $0.on = "anchor.performWebTsak" }.first?.contains("did you mean") == true)
        #expect(found { $0.id = "" } == ["id must not be empty"])
        #expect(found { $0.question = .init(message: "?", inputType: .fields) }.count == 1)
        #expect(found { $0.question = .init(message: "?", inputType: .text, fields: [.init(name: "a")]) }.count == 1)
        #expect(
            found { $0.question = .init(message: "?", fields: [.init(name: "a"), .init(name: "a")]) }
                == ["question.fields has a name twice"])
        #expect(found { $0.files = [.init(name: "../a", content: "")] }.count == 1)
        #expect(found { $0.files = [.init(name: "a", content: ""), .init(name: "a", content: "")] }.count == 1)
        let large = String(repeating: "x", count: TaskResultSeed.mostFileBytes + 1)
        #expect(found { $0.files = [.init(name: "a", content: large)] }.count == 1)
        #expect(found { _ in }.isEmpty)
    }
}

private struct Missing: Error {}
