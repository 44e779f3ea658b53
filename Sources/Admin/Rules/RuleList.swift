import Kernel

/// A world's rules, first asked first.
struct RuleList: JSONWritable {
    let rules: [RuleStatus]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("rules", rules) }
    }
}
