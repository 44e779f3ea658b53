import HTTPTypes
import Kernel
import KernelHTTP

/// What a tool takes and gives, found in a text (anchor.md 13.2).
extension Endpoint {
    static let extractToolParameters = Endpoint(
        "anchor.extractToolParameters", .post, "/v1/tools/extract-params", "Find a tool's parameters in a text",
        choice: """
            No model reads: `name`, `description` and both lists are what a scripted result whose `on` names this operation says, \
            with the description as its prompt and `applicationUrl` among its inputs. What it leaves out, and all where nothing is \
            scripted, is Drydock's: a name that says so, the description as it was sent, no parameters. A scripted failure, and a \
            result of another form, is 500.
            """)
}

/// `POST /v1/tools/extract-params`: 200 `{name, description, inputParams, outputParams}`, errors `{error}`
enum ParameterExtraction {
    /// Without a bound of the vendor's the same as a task's prompt.
    private static let longestDescription = 100_000
    private static let shortestDescription = 10

    static func extract(_ call: AnchorCall) async throws -> Reply {
        let asked = try agentCall(call.members())
        let plan = try call.update { (state, turn) throws(AnchorProblem) in try state.plan(for: asked, turn) }
        try await call.pause(for: plan.duration)
        return .json(.ok, try ExtractedParameters(plan, description: asked.prompt ?? ""))
    }

    private static func agentCall(_ fields: Fields) throws -> AgentCall {
        let description = try fields.text("description", most: longestDescription)
        if fields.reading == .strict {
            guard let description else { throw fields.complaint("description", "is required") }
            guard description.unicodeScalars.count >= shortestDescription else {
                throw fields.complaint("description", "must not be shorter than \(shortestDescription) characters")
            }
        }
        var call = AgentCall(operation: Endpoint.extractToolParameters.name, prompt: description ?? "")
        call.isByNameOnly = true
        if let url: String = try fields.optional("applicationUrl") { call.inputs = ["applicationUrl": .string(url)] }
        return call
    }
}

/// The result that is scripted, as far as it goes. The words of the default are ours.
private struct ExtractedParameters: JSONWritable {
    private let name: String
    private let description: String
    private let inputs: [JSONValue]
    private let outputs: [JSONValue]

    /// Throws for a failure, and for a result that is none of these.
    init(_ plan: AgentPlan, description: String) throws(AnchorProblem) {
        let result: JSONValue
        switch plan.outcome {
        case .failure(let failure):
            throw .extractionFailed(
                failure.message, "The result that is scripted for the description is a failure: \(failure.message)")
        case .result(let value): result = plan.scriptID == nil ? .object([:]) : value
        }
        guard let object = result.object else {
            throw .extractionFailed("Extraction failed", "The scripted result is no object: \(result.kind).")
        }
        do throws(FieldComplaint) {
            let fields = Fields(object, reading: .strict)
            name = try fields.optional("name") ?? "Drydock reads no text"
            self.description = try fields.optional("description") ?? description
            inputs = try Self.parameters("inputParams", of: fields)
            outputs = try Self.parameters("outputParams", of: fields)
        } catch {
            throw .extractionFailed("Extraction failed", "The scripted result has another form: \(error.description)")
        }
    }

    /// The objects as they are scripted, each of which has the form of a parameter.
    private static func parameters(_ name: String, of fields: Fields) throws(FieldComplaint) -> [JSONValue] {
        _ = try TaskParameter.list(name, of: fields)
        return fields.raw[name]?.array ?? []
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("description", description)
            json.member("inputParams", inputs)
            json.member("outputParams", outputs)
        }
    }
}

extension AnchorProblem {
    /// No 500 is documented for it.
    fileprivate static func extractionFailed(_ message: String, _ detail: String) -> AnchorProblem {
        AnchorProblem(.internalServerError, message, Reason(ToolReason.extractionFailed, detail))
    }
}
