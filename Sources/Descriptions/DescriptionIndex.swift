import Kernel

/// Where the operations and components of an OpenAPI document lie in its text, found by indentation alone: an operation can then
/// be known at start-up, and read when it is needed, without the rest. `DescriptionIndexTests` holds it against the whole
/// document read as YAML.
struct DescriptionIndex: Sendable {
    /// One operation's place.
    struct Operation: Sendable {
        let path: String
        let method: String
        /// Its lines, from that with the method on.
        let lines: Range<Int>
        /// The lines of its path, for the parameters that all operations there share.
        fileprivate(set) var ofPath: Range<Int>
        /// Whether it says `x-drydock-coverage: canned`.
        fileprivate(set) var isCanned = false
    }

    /// In the order of the document.
    private(set) var operations: [Operation] = []
    /// The places of components by kind and name, for example `schemas/Volume`.
    private(set) var components: [String: Range<Int>] = [:]

    /// Reads the lines of a document once.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var scan = IndentationScan(bytes: bytes)
        scan.run()
        operations = scan.operations
        components = scan.components
    }
}

/// One walk over the lines of a document.
private struct IndentationScan {
    private enum Section { case paths, components, other }

    private static let cannedLine = Array("x-drydock-coverage: canned".utf8)
    private static let methods: Set<String> = ["get", "put", "post", "delete", "patch", "options", "head"]

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var operations: [DescriptionIndex.Operation] = []
    private(set) var components: [String: Range<Int>] = [:]

    private var section = Section.other
    /// The word at the second level: a path, or a kind of component.
    private var outer = ""
    private var outerStart = 0
    /// The operations of the path that is being read, by their places in the list.
    private var ofPath: [Int] = []
    /// What is being read at the third level, and where it begins.
    private var inner: (key: String, start: Int)?
    private var isCanned = false

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func run() {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            line(start..<end)
            start = end + 1
        }
        closeOuter(at: bytes.count)
    }

    private mutating func line(_ range: Range<Int>) {
        guard let first = bytes[range].firstIndex(where: { $0 != UInt8(ascii: " ") }),
            bytes[first] != UInt8(ascii: "#")
        else { return }
        switch first - range.lowerBound {
        case 0:
            closeOuter(at: range.lowerBound)
            section =
                switch key(first..<range.upperBound) {
                case "paths": .paths
                case "components": .components
                default: .other
                }
        case 2 where section != .other:
            closeOuter(at: range.lowerBound)
            outer = key(first..<range.upperBound)
            outerStart = range.lowerBound
        case 4 where section != .other:
            closeInner(at: range.lowerBound)
            inner = (key(first..<range.upperBound), range.lowerBound)
        case 6 where section == .paths && bytes[first] == UInt8(ascii: "x"):
            isCanned = isCanned || bytes[first..<range.upperBound].elementsEqual(Self.cannedLine)
        default: break
        }
    }

    private mutating func closeInner(at end: Int) {
        defer { (inner, isCanned) = (nil, false) }
        guard let inner else { return }
        switch section {
        case .components: components["\(outer)/\(inner.key)"] = inner.start..<end
        case .paths where Self.methods.contains(inner.key):
            ofPath.append(operations.count)
            operations.append(
                .init(
                    path: outer, method: inner.key, lines: inner.start..<end, ofPath: outerStart..<outerStart,
                    isCanned: isCanned))
        default: break
        }
    }

    private mutating func closeOuter(at end: Int) {
        closeInner(at: end)
        for index in ofPath { operations[index].ofPath = outerStart..<end }
        ofPath = []
    }

    /// The key that a line begins with.
    private func key(_ range: Range<Int>) -> String {
        let colon = bytes[range].firstIndex(of: UInt8(ascii: ":")) ?? range.upperBound
        return String(decoding: bytes[range.lowerBound..<colon], as: UTF8.self)
    }
}
