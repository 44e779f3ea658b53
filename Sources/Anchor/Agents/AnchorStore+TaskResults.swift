import HashTreeCollections
package import Kernel

/// Scripted results at run time (Agents.md).
extension AnchorStore {
    /// Scripts a result before all others; one with the same id is replaced. Returns nil if there are as many as there may be.
    package func addTaskResult(_ seed: TaskResultSeed) -> TaskResultStatus? {
        update { $0.addScript(seed) }.map(TaskResultStatus.init)
    }

    /// All scripted results, first asked first.
    package var taskResults: [TaskResultStatus] { read { $0.scriptsInOrder }.map(TaskResultStatus.init) }

    /// Removes the result `id`; nil if there is none.
    package func removeTaskResult(_ id: String) -> TaskResultStatus? {
        update { $0.scriptedResults.removeValue(forKey: id) }.map(TaskResultStatus.init)
    }

    /// Removes all scripted results; returns how many there were.
    package func removeTaskResults() -> Int { update { $0.removeScripts() } }
}

/// A scripted result, and how often it was used.
package struct TaskResultStatus: JSONWritable {
    private let result: ScriptedResult

    fileprivate init(_ result: ScriptedResult) {
        self.result = result
    }

    /// What it is known by.
    package var id: String { result.id }

    /// As it was scripted, with `id` and `used`.
    package func write(to json: inout JSONWriter) {
        let script = result.script
        json.object { json in
            json.member("id", result.id)
            if let on = script.on { json.member("on", on.description) }
            if let task = script.task { json.member("task", task) }
            if let prompt = script.prompt { json.member("prompt", prompt) }
            if let inputs = script.inputs { json.member("inputs", object: { Self.write(inputs, to: &$0) }) }
            if let times = script.times { json.member("times", times) }
            json.member("used", result.used)
            if let value = script.result { json.member("result", value) }
            if let error = script.error { json.member("error", object: error.write) }
            if let identityFailure = script.identityFailure { json.member("identityFailure", identityFailure) }
            if let duration = script.duration { json.member("duration", duration) }
            if let steps = script.steps { json.member("steps", steps) }
            if let files = script.files { json.member("files", files.map(\.json)) }
            if let question = script.question { json.member("question", object: question.write) }
            if let heals = script.heals { json.member("heals", heals) }
        }
    }

    private static func write(_ matchers: [String: Matcher], to json: inout JSONWriter) {
        for (name, matcher) in matchers.sorted(by: { $0.key < $1.key }) { json.member(named: name, matcher) }
    }
}

// MARK: - Parts as they are written

extension TaskResultSeed.Failure {
    fileprivate func write(to json: inout JSONWriter) {
        if let type { json.member("type", type.rawValue) }
        json.member("message", message)
    }
}

extension TaskResultSeed.File {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "content": .string(content)]
        object["contentType"] = contentType.map(JSONValue.string)
        return .object(object)
    }
}

extension TaskResultSeed.Question {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("message", message)
        if let inputType { json.member("inputType", inputType.rawValue) }
        if let fields { json.member("fields", fields.map(\.json)) }
        if let after { json.member("after", after) }
    }
}

extension TaskResultSeed.Field {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["name": .string(name)]
        object["label"] = label.map(JSONValue.string)
        object["description"] = description.map(JSONValue.string)
        object["required"] = required.map(JSONValue.bool)
        object["type"] = (type?.rawValue).map(JSONValue.string)
        object["placeholder"] = placeholder.map(JSONValue.string)
        object["defaultValue"] = defaultValue.map(JSONValue.string)
        return .object(object)
    }
}
