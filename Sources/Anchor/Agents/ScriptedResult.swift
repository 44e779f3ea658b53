import Kernel
import KernelHTTP

/// What the scenario or a test scripts for agents that are asked something (`anchor.taskResults`), and how often it was used.
struct ScriptedResult: Codable, Sendable, Equatable {
    let id: String
    /// The place in the order of asking: the lowest is asked first.
    let place: Int64
    /// What is scripted.
    let script: TaskResultSeed
    /// How often it was used.
    private(set) var used = 0

    init(id: String, place: Int64, script: TaskResultSeed) {
        self.id = id
        self.place = place
        self.script = script
    }

    /// Whether it can be used again.
    var isLeft: Bool { script.times.map { used < $0 } ?? true }

    /// Counts that it was used.
    mutating func use() {
        used = min(used + 1, Counter.limit)
    }

    /// Whether it is for this call; false where the budget is used up before that is known.
    func fits(_ call: AgentCall, within budget: inout MatchBudget) -> Bool {
        if let on = script.on {
            guard on.matches(call.operation) else { return false }
        } else if call.isByNameOnly {
            return false
        }
        if let task = script.task {
            let id = ObjectID(task)
            guard call.taskName == task || call.taskID.map({ ObjectID($0) == id }) ?? false else { return false }
        }
        if let prompt = script.prompt, !prompt.accepts(call.prompt.map(JSONValue.string), within: &budget) {
            return false
        }
        return (script.inputs ?? [:]).allSatisfy { $0.value.accepts(call.inputs[$0.key], within: &budget) }
    }
}

/// What an agent is asked, as scripted results are matched against it.
struct AgentCall: Sendable {
    /// The operation, for example `anchor.performWebTask`.
    let operation: String
    /// The task's id and name; nil for a web task.
    var taskID: String?
    var taskName: String?
    /// What it is told to do; nil for a task.
    var prompt: String?
    /// The values that a task is run with.
    var inputs: JSONObject = [:]
    /// What the caller wants the result to look like, as a JSON Schema; nil if anything will do.
    var outputSchema: JSONObject?
    /// Whether it may ask a person.
    var mayAsk = false
    /// How many steps it may take; nil if any number.
    var mostSteps: Int?
    /// Whether only results whose `on` names the operation are for it: what is for runs must not be used up here.
    var isByNameOnly = false
}

/// What an agent will do, and the scripted result that is used up with it.
struct DrawnPlan: Sendable {
    let plan: AgentPlan
    fileprivate let script: ScriptedResult?

    fileprivate init(plan: AgentPlan, script: ScriptedResult?) {
        self.plan = plan
        self.script = script
    }

    /// It fails before anything is done; no scripted result is used up.
    init(failingWith failure: AgentFailure) {
        self.init(plan: AgentPlan(outcome: .failure(failure), steps: 0), script: nil)
    }
}

// MARK: - Transitions

extension AnchorState {
    /// What the agent does, by what is scripted: the first result that fits and is not used up, else Drydock's default. Throws
    /// for an `output_schema` that is none.
    mutating func plan(for call: AgentCall, _ turn: AnchorTurn) throws(AnchorProblem) -> AgentPlan {
        let draft = try drawPlan(for: call, turn)
        use(draft)
        return draft.plan
    }

    /// The same, with nothing used up yet.
    func drawPlan(for call: AgentCall, _ turn: AnchorTurn) throws(AnchorProblem) -> DrawnPlan {
        let schema = try outputSchema(of: call, turn)
        let script = script(for: call)
        var plan = script?.plan ?? AgentPlan(outcome: .result(defaultResult(schema, turn)))
        plan.isShaped = schema != nil
        if !call.mayAsk { plan.question = nil }
        if let most = call.mostSteps, plan.steps > most {
            plan.steps = most
            plan.outcome = .failure(.tooManySteps)
            plan.failsIdentity = false
        }
        if let schema, case .result(let result) = plan.outcome, let complaint = schema.complaint(about: result) {
            let origin = plan.scriptID.map { "The scripted result \($0)" } ?? "Drydock's default"
            let misfit = "\(origin) does not fit output_schema: \(complaint)"
            plan.misfit = misfit
            plan.outcome = .failure(AgentFailure(kind: .agentError, message: misfit))
        }
        return DrawnPlan(plan: plan, script: script)
    }

    /// Counts that a result was used.
    mutating func use(_ draft: DrawnPlan) {
        guard var script = draft.script else { return }
        script.use()
        scriptedResults[script.id] = script
    }

    private func outputSchema(of call: AgentCall, _ turn: AnchorTurn) throws(AnchorProblem) -> OutputSchema? {
        guard let object = call.outputSchema else { return nil }
        do throws(FieldComplaint) { return try OutputSchema(object, as: "output_schema") } catch {
            if turn.policies.reading == .lenient { return nil }
            throw .invalidField(error)
        }
    }

    private func defaultResult(_ schema: OutputSchema?, _ turn: AnchorTurn) -> JSONValue {
        schema?.example(ids: ids.derived(for: "output_schema"), now: turn.now)
            ?? "Drydock runs no model, and nothing is scripted for this call (anchor.taskResults)."
    }

    private func script(for call: AgentCall) -> ScriptedResult? {
        guard !scriptedResults.isEmpty else { return nil }
        var budget = MatchBudget()
        return scriptsInOrder.first { $0.isLeft && $0.fits(call, within: &budget) }
    }

    /// All scripted results, first asked first.
    var scriptsInOrder: [ScriptedResult] { scriptedResults.values.sorted { $0.place < $1.place } }

    /// Puts a scenario's result after all others.
    mutating func insert(_ seed: TaskResultSeed, at index: Int) {
        let id = seed.id ?? "result-\(index + 1)"
        scriptedResults[id] = ScriptedResult(id: id, place: Int64(index), script: seed)
    }

    /// Puts a result before all others; one with the same id is replaced. Returns nil if there are as many as there may be.
    mutating func addScript(_ seed: TaskResultSeed) -> ScriptedResult? {
        let places = scriptedResults.values.map(\.place)
        let place = (places.min() ?? 0) - 1
        let id = seed.id ?? unusedScriptID
        guard scriptedResults[id] != nil || scriptedResults.count < TaskResultSeed.most else { return nil }
        let script = ScriptedResult(id: id, place: place, script: seed)
        scriptedResults[id] = script
        return script
    }

    private var unusedScriptID: String {
        var number = scriptedResults.count + 1
        while scriptedResults["result-\(number)"] != nil { number += 1 }
        return "result-\(number)"
    }

    /// Removes all scripted results; returns how many there were.
    mutating func removeScripts() -> Int {
        let ids = scriptedResults.values.map(\.id)
        for id in ids { scriptedResults.removeValue(forKey: id) }
        return ids.count
    }
}

extension ScriptedResult {
    /// What the agent does by it.
    fileprivate var plan: AgentPlan {
        AgentPlan(
            outcome: outcome, duration: script.duration ?? .zero, steps: script.steps ?? 1,
            files: (script.files ?? []).map {
                AgentArtifact(name: $0.name, contentType: $0.contentType, content: $0.content)
            },
            question: script.question.map(AgentQuestion.init), isHealing: script.heals ?? false,
            failsIdentity: script.identityFailure ?? false, scriptID: id)
    }

    private var outcome: AgentPlan.Outcome {
        if let error = script.error {
            return .failure(AgentFailure(kind: error.type ?? .agentError, message: error.message))
        }
        if script.identityFailure ?? false { return .failure(.identityNotSignedIn) }
        return .result(script.result ?? .null)
    }
}

extension AgentQuestion {
    fileprivate init(_ seed: TaskResultSeed.Question) {
        self.init(
            message: seed.message, inputType: seed.inputType ?? (seed.fields == nil ? .text : .fields),
            fields: seed.fields?.map {
                Field(
                    name: $0.name, label: $0.label ?? $0.name, description: $0.description, required: $0.required,
                    type: $0.type, placeholder: $0.placeholder, defaultValue: $0.defaultValue)
            },
            after: seed.after ?? .zero)
    }
}
