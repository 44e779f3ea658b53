import Kernel

/// What came closest to what was looked for, the closest first.
struct NearMissList: JSONWritable {
    let nearMisses: [NearMiss]
    /// How many exchanges are what was looked for.
    let found: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("nearMisses", nearMisses)
            json.member("found", found)
        }
    }
}
