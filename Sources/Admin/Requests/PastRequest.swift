import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// A request of the journal, as rules and expectations look at one.
struct PastRequest: RuleSubject {
    let entry: JournalEntry
    let operations: OperationPaths

    var method: String { entry.request.method.rawValue }

    var urlPath: String { String((entry.request.path ?? "/").prefix { $0 != "?" }) }

    func header(_ name: String) -> String? {
        if name.lowercased() == "host" { return entry.request.authority }
        return HTTPField.Name(name).flatMap { entry.request.headerFields[$0] }
    }

    func query(_ name: String) -> String? {
        guard let target = entry.request.path, let mark = target.firstIndex(of: "?") else { return nil }
        return NamedValues(urlEncoded: target[target.index(after: mark)...])[name]
    }

    func pathParameter(_ name: String) -> String? {
        entry.operation.flatMap { operations.parameter(name, in: urlPath, of: $0) }
    }

    var bodyValue: JSONValue? { try? JSONParser.parse(entry.requestBody.readableBytesView) }
}
