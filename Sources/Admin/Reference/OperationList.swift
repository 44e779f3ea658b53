import Kernel
import KernelHTTP

/// The vendors' operations, and how many there are of each coverage.
struct OperationList: JSONWritable {
    let operations: [Endpoint]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("operations", operations.map(ShownOperation.init))
            json.member(
                "counts",
                object: { json in
                    json.member("total", operations.count)
                    json.member("simulated", count(.simulated))
                    json.member("canned", count(.canned))
                    json.member("notImplemented", count(.notImplemented))
                })
        }
    }

    func count(_ coverage: Coverage) -> Int { operations.count { $0.coverage == coverage } }
}
