package import Kernel
import Scenarios
import Synchronization

/// An OpenAPI document of ours, read piece by piece: where everything lies and what canned operations are called at once, the rest
/// when somebody asks.
package final class APIDescription: Sendable {
    /// The operations that are canned, in the order of the document; the only ones that are read before somebody asks.
    package let canned: [DescribedOperation]
    private let all = Mutex<[DescribedOperation]?>(nil)
    private let read: @Sendable (DescriptionIndex.Operation) -> DescribedOperation
    /// The text of a range of bytes.
    private let piece: @Sendable (Range<Int>) -> String
    private let index: DescriptionIndex
    private let known = Mutex<[Range<Int>: JSONValue]>([:])

    /// - Parameters:
    ///   - text: the document as YAML.
    ///   - vendor: the prefix of its operations' names, for example `anchor`.
    package convenience init(_ text: some Collection<UInt8>, of vendor: String) {
        let text = Array(text)
        self.init(text.withUnsafeBufferPointer(DescriptionIndex.init)) { place in
            text.withUnsafeBufferPointer { DescribedOperation(place, of: vendor, in: $0) }
        } piece: {
            String(decoding: text[$0], as: UTF8.self)
        }
    }

    /// - Parameters:
    ///   - constant: the document as YAML, in the program's constants: it is not copied.
    ///   - vendor: the prefix of its operations' names.
    package convenience init(constant: @escaping @Sendable () -> UnsafeBufferPointer<UInt8>, of vendor: String) {
        self.init(DescriptionIndex(constant())) {
            DescribedOperation($0, of: vendor, in: constant())
        } piece: {
            String(decoding: UnsafeBufferPointer(rebasing: constant()[$0]), as: UTF8.self)
        }
    }

    private init(
        _ index: DescriptionIndex, read: @escaping @Sendable (DescriptionIndex.Operation) -> DescribedOperation,
        piece: @escaping @Sendable (Range<Int>) -> String
    ) {
        self.index = index
        self.read = read
        self.piece = piece
        canned = index.operations.filter(\.isCanned).map(read)
    }

    /// All operations under `paths`, in the order of the document.
    package var operations: [DescribedOperation] {
        all.withLock { all in
            if let all { return all }
            let operations = index.operations.map(read)
            all = operations
            return operations
        }
    }

    /// What an operation takes and answers. Throws where the document cannot be read.
    package func definition(of operation: DescribedOperation) throws(DescriptionFailure) -> OperationDefinition {
        let path = try value(at: operation.place.ofPath, key: operation.place.path)
        let object = try value(at: operation.place.lines, key: operation.place.method)
        return try OperationDefinition(object, sharing: path["parameters"], description: self)
    }

    /// The value that `value` is or refers to with `$ref`.
    package func resolved(_ value: JSONValue) throws(DescriptionFailure) -> JSONValue {
        var value = value
        // No honest chain of references is longer.
        for _ in 0..<16 {
            guard let reference = value.object?["$ref"]?.string else { return value }
            let place = reference.split(separator: "/").dropFirst(2).map(String.init)
            guard reference.hasPrefix("#/components/"), place.count == 2,
                let lines = index.components[place.joined(separator: "/")]
            else { throw DescriptionFailure("\(reference) leads nowhere") }
            value = .object(try self.value(at: lines, key: place[1]))
        }
        throw DescriptionFailure("\(value) refers to itself")
    }

    /// The members of the mapping at `key`, with which `lines` begin.
    private func value(at lines: Range<Int>, key: String) throws(DescriptionFailure) -> JSONObject {
        if let known = known.withLock({ $0[lines] }) { return known.object ?? JSONObject() }
        guard
            let object = YAMLText.value(of: piece(lines))?.object?.members.first(where: { $0.name == key })?.value
                .object
        else { throw DescriptionFailure("what the description says of \(key) is no YAML mapping") }
        known.withLock { $0[lines] = .object(object) }
        return object
    }
}

/// A description cannot be read as it should: a mistake of ours.
package struct DescriptionFailure: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
