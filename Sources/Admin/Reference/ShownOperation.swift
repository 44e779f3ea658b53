import HTTPTypes
import Kernel
import KernelHTTP

/// One operation as the table of operations has it.
struct ShownOperation: JSONWritable {
    private let endpoint: Endpoint

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", endpoint.name)
            json.member("method", endpoint.method.rawValue)
            json.member("path", endpoint.path)
            json.member("coverage", endpoint.coverage.rawValue)
            json.member("provenance", endpoint.provenance.rawValue)
            json.member("summary", endpoint.summary)
            json.member("choice", endpoint.choice)
        }
    }
}
