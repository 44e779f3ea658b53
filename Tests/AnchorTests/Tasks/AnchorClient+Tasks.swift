import Kernel
import Testing

@testable import Anchor

/// Tasks that most tests begin with.
extension AnchorClient {
    /// `export default async () => "a"` in base64.
    static let code = "ZXhwb3J0IGRlZmF1bHQgYXN5bmMgKCkgPT4gImEi"

    /// A world whose agents answer as `results` say.
    static func scripted(_ results: TaskResultSeed..., tasks: [TaskSeed] = []) -> AnchorClient {
        var seed = AnchorSeed()
        seed.taskResults = results
        seed.tasks = tasks
        return AnchorClient(seed: seed)
    }

    /// The id of a legacy task of this name, with a version where it has code.
    func legacyTask(_ name: String = "report", code: String? = AnchorClient.code) async -> String {
        let text = code.map { #","code":"\#($0)""# } ?? ""
        let answer = await post("/v1/task", #"{"name":"\#(name)","language":"typescript"\#(text)}"#)
        #expect(answer.status == 200, "\(answer.text)")
        return answer["data.id"]?.string ?? ""
    }

    /// Starts a run by `/v2`; the test fails where it is refused.
    func run(_ task: String, _ members: String = "") async -> AnchorAnswer {
        let answer = await post("/v2/tasks/\(task)/run", #"{"input_params":{}\#(members)}"#)
        #expect(answer.status == 200, "\(answer.text)")
        return answer
    }

    /// How far a run is.
    func runStatus(_ run: AnchorAnswer) async -> AnchorAnswer {
        await get("/v2/tasks/runs/\(run["run_id"]?.string ?? "")/status")
    }
}

extension TaskResultSeed {
    /// What an agent answers to anything.
    init(_ result: JSONValue, after duration: TimeSpan? = nil, _ change: (inout TaskResultSeed) -> Void = { _ in }) {
        self.init()
        self.result = result
        self.duration = duration
        change(&self)
    }

    /// An identity turns out not to be signed in.
    static func failingIdentity(
        after duration: TimeSpan, _ change: (inout TaskResultSeed) -> Void = { _ in }
    ) -> TaskResultSeed {
        var seed = TaskResultSeed()
        (seed.identityFailure, seed.duration) = (true, duration)
        change(&seed)
        return seed
    }

    static func failing(_ message: String, _ type: AgentFailure.Kind? = nil) -> TaskResultSeed {
        var seed = TaskResultSeed()
        seed.error = Failure(type: type, message: message)
        return seed
    }
}
