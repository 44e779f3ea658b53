package import Kernel

/// YAML as plain data, for other documents of ours than scenarios.
package enum YAMLText {
    /// What `text` says; nil if it cannot be read within the bounds of a scenario. Members are sorted by name.
    package static func value(of text: String) -> JSONValue? {
        (try? DocumentParser.parse(text, file: ""))?.jsonValue
    }
}
