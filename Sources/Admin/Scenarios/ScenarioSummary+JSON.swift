package import Kernel

extension ScenarioSummary: JSONWritable {
    /// `{name, title}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("title", title)
        }
    }
}
