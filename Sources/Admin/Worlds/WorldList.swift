import Kernel

/// All worlds.
struct WorldList: JSONWritable {
    let worlds: [WorldReport]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("worlds", worlds) }
    }
}
