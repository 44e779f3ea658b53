import Kernel

/// The scenarios that can be loaded by name.
struct ScenarioList: JSONWritable {
    let scenarios: [ScenarioSummary]

    func write(to json: inout JSONWriter) {
        json.object { json in json.member("scenarios", scenarios) }
    }
}
