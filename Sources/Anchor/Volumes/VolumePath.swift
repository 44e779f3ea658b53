import Kernel
import KernelHTTP

/// Where a file or folder is in a volume, in one form: parts between slashes, none at either end. It names something in a table
/// and never a place on this machine (anchor.md 12.16 has no rules for paths; these are ours, Limits.md).
struct VolumePath: Hashable, Sendable {
    /// How many bytes a path may have.
    static let longest = 1024
    /// How many bytes each part may have.
    static let longestPart = 255
    /// How many parts it may have: each folder above a file is an object.
    static let mostParts = 32

    /// For example `reports/2026/may.csv`.
    let text: String

    /// Reads what a client wrote: with one slash before it or without. Throws for what no path can be.
    ///
    /// - Parameter isFolder: one slash behind it is taken, too.
    init(_ text: String, isFolder: Bool = false) throws(VolumePathComplaint) {
        guard text.utf8.count <= Self.longest else {
            throw VolumePathComplaint("has more than \(Self.longest) bytes")
        }
        var rest = text.hasPrefix("/") ? text.dropFirst() : text[...]
        if isFolder, rest.hasSuffix("/") { rest = rest.dropLast() }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= Self.mostParts else {
            throw VolumePathComplaint("has more than \(Self.mostParts) parts")
        }
        for part in parts { try Self.check(part) }
        self.text = String(rest)
    }

    /// A path that is known to be one.
    fileprivate init(known text: Substring) {
        self.text = String(text)
    }

    private static func check(_ part: Substring) throws(VolumePathComplaint) {
        if part.isEmpty { throw VolumePathComplaint("has a part without a name") }
        if part == "." || part == ".." { throw VolumePathComplaint("must not have \(part) as a part") }
        if part.utf8.count > longestPart {
            throw VolumePathComplaint("has a part of more than \(longestPart) bytes")
        }
        for scalar in part.unicodeScalars {
            if scalar == "\\" { throw VolumePathComplaint("must not have a backslash") }
            if scalar.properties.generalCategory == .control {
                throw VolumePathComplaint("must not have control characters")
            }
        }
    }

    /// The path of what is in a table.
    init(of entry: VolumeEntry) {
        self.init(known: entry.path[...])
    }

    /// The folder that it is in; nil at the top.
    var parent: VolumePath? {
        text.lastIndex(of: "/").map { VolumePath(known: text[..<$0]) }
    }

    /// The folders above it, the outermost first.
    var ancestors: [VolumePath] {
        text.indices.filter { text[$0] == "/" }.map { VolumePath(known: text[..<$0]) }
    }

    /// Its last part.
    var name: Substring { text.lastIndex(of: "/").map { text[text.index(after: $0)...] } ?? text[...] }

    /// The same path with another last part. Throws if that is none.
    func renamed(_ name: String) throws(VolumePathComplaint) -> VolumePath {
        try VolumePath((parent.map { $0.text + "/" } ?? "") + name)
    }
}

/// What is wrong with a text that should be a path.
struct VolumePathComplaint: Error, Equatable {
    /// For example `has a part without a name`.
    let problem: String

    init(_ problem: String) {
        self.problem = problem
    }
}

extension AnchorProblem {
    /// 400 for a path that is none.
    ///
    /// - Parameter field: where it was given.
    static func badPath(_ field: String, _ complaint: VolumePathComplaint) -> AnchorProblem {
        invalid("\(field) \(complaint.problem)", VolumeReason.volumePathInvalid)
    }

    /// The path that a field has, or 400.
    static func path(
        _ text: String, in field: String, isFolder: Bool = false
    ) throws(AnchorProblem) -> VolumePath {
        do throws(VolumePathComplaint) {
            return try VolumePath(text, isFolder: isFolder)
        } catch {
            throw .badPath(field, error)
        }
    }
}
