import Kernel
import KernelHTTP
import Testing

@testable import Anchor

/// Whatever is done to files in whatever order: the volume has what a plain list of paths would have, going back leads to what
/// was, and what is written is what is read.
@Suite("Files in volumes, in any order")
struct VolumePropertyTests {
    private static let turn = AnchorTurn(policies: AnchorPolicies(), now: AnchorClient.start)

    /// What a volume has, simply: the files by path, and the folders that somebody made.
    private struct Model: Equatable {
        var files: [String: String] = [:]
        var folders: Set<String> = []

        /// Every path, folders with a slash behind them.
        var paths: [String] {
            var all = Set(files.keys)
            for path in Array(files.keys) + Array(folders) {
                for index in path.indices where path[index] == "/" { all.insert(String(path[...index])) }
            }
            for folder in folders { all.insert(folder + "/") }
            return all.sorted()
        }

        func isFolder(_ path: String) -> Bool { paths.contains(path + "/") }

        /// Whether a file is at a folder's place above `path`.
        func isBlocked(_ path: String) -> Bool { files.keys.contains { path.hasPrefix($0 + "/") } }
    }

    /// One random step, done to the model and to the state; both say whether it was taken.
    private static func step(
        _ numbers: inout SplitMix64, _ model: inout Model, _ state: inout AnchorState, _ id: String
    ) throws -> (model: Bool, state: Bool) {
        func pick(_ count: Int) -> Int { Int(numbers.next() % UInt64(count)) }
        let path = (0...pick(3)).map { _ in ["a", "b", "é"][pick(3)] }.joined(separator: "/")
        let wanted = try VolumePath(path)
        switch pick(5) {
        case 0, 1:
            let overwrites = pick(2) == 0
            let content = String(repeating: "x", count: pick(50))
            let isTaken = model.files[path] != nil && !overwrites
            let isFine = !isTaken && !model.isFolder(path) && !model.isBlocked(path)
            if isFine { model.files[path] = content }
            let file = VolumeEntry.File(content: StoredBytes(present: Array(content.utf8)), contentType: "text/plain")
            let done = try? state.putFile(file, at: wanted, of: id, overwrites: overwrites, turn)
            return (isFine, done != nil)
        case 2:
            let isFine = model.files[path] == nil && !model.isFolder(path) && !model.isBlocked(path)
            if isFine { model.folders.insert(path) }
            return (isFine, (try? state.makeFolder(wanted, of: id, turn)) != nil)
        case 3:
            let recursively = pick(2) == 0
            let inside = { (other: String) in other.hasPrefix(path + "/") }
            let isEmpty = !model.files.keys.contains(where: inside) && !model.folders.contains(where: inside)
            let isFine = model.files[path] != nil || model.isFolder(path) && (isEmpty || recursively)
            if isFine {
                model.files = model.files.filter { $0.key != path && !inside($0.key) }
                model.folders = model.folders.filter { $0 != path && !inside($0) }
            }
            return (isFine, (try? state.deleteFile(wanted, of: id, recursively: recursively, turn)) != nil)
        default:
            let prefix = path + (pick(2) == 0 ? "/" : "")
            model.files = model.files.filter { !$0.key.hasPrefix(prefix) }
            model.folders = model.folders.filter { !($0 + "/").hasPrefix(prefix) }
            return (true, (try? state.deleteFiles(startingWith: prefix, of: id, turn)) != nil)
        }
    }

    private static func check(_ state: AnchorState, _ model: Model, _ id: String, at step: Int) {
        #expect(state.paths(startingWith: "", of: id) == model.paths, "step \(step)")
        #expect(state.fileBytes == model.files.values.reduce(0) { $0 + $1.utf8.count }, "step \(step)")
        #expect(state.countObjects() == state.objectCount, "step \(step)")
        for (path, content) in model.files {
            let entry = (try? VolumePath(path)).flatMap { state.volumeEntries[VolumeEntry.key(id, $0)] }
            #expect(entry?.file?.content.bytes == Array(content.utf8), "step \(step) \(path)")
        }
    }

    @Test("the state is what the list is, forwards and backwards", arguments: 1...10 as ClosedRange<UInt64>)
    func model(seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed)
        let ids = IDSequence(seed: seed, tag: WorldName.default.tag, stream: "anchor")
        var start = AnchorState(ids: ids)
        let id = try start.createVolume(named: "v", Self.turn).id
        _ = try start.createVolume(named: "other", Self.turn)
        let store = RewindableStore(start)
        var past: [(version: Int, model: Model)] = []
        var model = Model()
        store.keep(from: store.version)
        for number in 0..<150 {
            past.append((store.mark(), model))
            let taken = try store.update { (state) throws in
                try Self.step(&numbers, &model, &state, id)
            }
            #expect(taken.model == taken.state, "step \(number)")
            Self.check(store.copy.state, model, id, at: number)
        }
        let now = store.copy.state
        let again = try RowCoding.value(RowCoding.bytes(now), as: AnchorState.self)
        Self.check(again, model, id, at: 150)
        #expect(try now.differences(to: again).allSatisfy(\.rows.isEmpty))
        var (state, log) = store.copy
        for (version, model) in past.reversed() {
            log.rewind(&state, to: version)
            Self.check(state, model, id, at: -version)
        }
    }
}
