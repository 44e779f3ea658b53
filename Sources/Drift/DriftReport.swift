package import Descriptions
import HTTPTypes
package import Kernel
import KernelHTTP

/// What a check found.
package struct DriftReport: Sendable {
    /// What one probe found.
    package struct Finding: Sendable {
        /// The operation.
        package let operation: DescribedOperation
        /// What was tried.
        package let kind: Probe.Kind
        /// The statuses; nil where no answer came.
        package let statuses: (here: Int?, there: Int?)
        /// In what the answers differ.
        package let differences: [Difference]
        /// Lists that only one side has something in.
        package let incomparable: [String]
    }

    /// The other server.
    package let against: String
    /// Every probe, in the order in which they were sent.
    package internal(set) var findings: [Finding] = []
    /// Operations without probes, with the reason.
    package internal(set) var notProbed: [(operation: String, reason: String)] = []
    /// What the check made on the other server and could not delete, in words.
    package internal(set) var left: [String] = []
    /// What was not tried, and why; nothing if all was.
    package internal(set) var omitted: [String] = []
    /// Why the check ended before its end; nil if it did not.
    package internal(set) var ending: String?

    init(against: String) {
        self.against = against
    }

    /// How many differences there are.
    package var differenceCount: Int { findings.reduce(0) { $0 + $1.differences.count } }

    /// 0 where nothing differs, 1 where something does, 2 for a check that came to no end.
    package var exitCode: Int32 {
        if ending != nil { return 2 }
        return differenceCount == 0 && left.isEmpty ? 0 : 1
    }

    /// The findings by operation, in the order of the first of each.
    fileprivate var byOperation: [(operation: DescribedOperation, findings: [Finding])] {
        var groups: [(operation: DescribedOperation, findings: [Finding])] = []
        var places: [String: Int] = [:]
        for finding in findings {
            if let place = places[finding.operation.id] {
                groups[place].findings.append(finding)
            } else {
                places[finding.operation.id] = groups.count
                groups.append((finding.operation, [finding]))
            }
        }
        return groups
    }
}

// MARK: - For people

extension DriftReport {
    /// The report as text, a paragraph for each operation that differs.
    package var text: String {
        var lines: [String] = []
        for (operation, findings) in byOperation where findings.contains(where: { !$0.differences.isEmpty }) {
            let endpoint = operation.endpoint
            let source = operation.source.isEmpty ? "" : ", \(operation.source)"
            lines.append(
                "\(endpoint.name)  \(endpoint.place)  (\(endpoint.coverage.rawValue), \(endpoint.provenance.rawValue)\(source))"
            )
            for finding in findings where !finding.differences.isEmpty {
                lines.append("  \(finding.kind.rawValue):")
                lines += finding.differences.map { difference in
                    let place = difference.place.isEmpty ? "" : " \(difference.place)"
                    return "    \(difference.kind.rawValue)\(place): Drydock \(difference.here), "
                        + "the other \(difference.there)  [\(difference.certainty.rawValue)]"
                }
            }
            lines.append("")
        }
        lines += paragraph(
            "Not comparable, as only one side has something in a list:",
            findings.flatMap { finding in
                finding.incomparable.map { "\(finding.operation.endpoint.name) (\(finding.kind.rawValue)): \($0)" }
            })
        lines += paragraph("Not tried:", omitted)
        lines += paragraph("LEFT on the other server, please delete:", left)
        lines.append(summary)
        return lines.joined(separator: "\n")
    }

    private func paragraph(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [title] + lines.map { "  \($0)" } + [""]
    }

    private var summary: String {
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let groups = byOperation
        let differing = groups.count { $0.findings.contains { !$0.differences.isEmpty } }
        let tried =
            "\(count(groups.count, "operation")) tried with \(count(findings.count, "probe")), "
            + "\(notProbed.count) not: "
        let found =
            differenceCount == 0
            ? "nothing differs." : "\(count(differenceCount, "difference")) in \(count(differing, "operation"))."
        return "\(against): " + tried + found + (ending.map { " The check ended early: \($0)." } ?? "")
    }
}

// MARK: - For machines

extension DriftReport: JSONWritable {
    /// As `--json` prints it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("against", against)
            json.member("differences", differenceCount)
            json.member("operations", JSONList(byOperation) { group, json in Self.write(group, to: &json) })
            json.member(
                "notProbed",
                JSONList(notProbed) { operation, json in
                    json.object { json in
                        json.member("name", operation.operation)
                        json.member("reason", operation.reason)
                    }
                })
            json.member("omitted", omitted)
            json.member("left", left)
            json.member("ending", ending)
        }
    }

    private static func write(
        _ group: (operation: DescribedOperation, findings: [Finding]), to json: inout JSONWriter
    ) {
        json.object { json in
            let endpoint = group.operation.endpoint
            json.member("name", endpoint.name)
            json.member("method", endpoint.method.rawValue)
            json.member("path", endpoint.path)
            json.member("coverage", endpoint.coverage.rawValue)
            json.member("provenance", endpoint.provenance.rawValue)
            json.member("source", group.operation.source)
            json.member(
                "probes",
                JSONList(group.findings) { finding, json in
                    json.object { json in
                        json.member("probe", finding.kind.rawValue)
                        json.member(
                            "status",
                            object: { json in
                                json.member("drydock", finding.statuses.here)
                                json.member("other", finding.statuses.there)
                            })
                        json.member("differences", finding.differences)
                        json.member("notComparable", finding.incomparable)
                    }
                })
        }
    }
}

/// Values that are written by a closure.
private struct JSONList<Element>: JSONWritable {
    private let elements: [Element]
    private let body: (Element, inout JSONWriter) -> Void

    init(_ elements: [Element], _ body: @escaping (Element, inout JSONWriter) -> Void) {
        self.elements = elements
        self.body = body
    }

    func write(to json: inout JSONWriter) {
        json.array { json in
            for element in elements { body(element, &json) }
        }
    }
}
