import Kernel

/// The scenarios that can be loaded by name.
struct ScenarioList: JSONWritable {
    let scenarios: [ScenarioSummary]
    /// Why edited files are not in use.
    let complaints: [String]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("scenarios", scenarios)
            json.member("complaints", complaints)
        }
    }
}
