import HTTPTypes
import Kernel
import KernelHTTP

/// The operation that a request would have reached, had its method or path been a little different.
struct NearestOperation {
    let endpoint: Endpoint
    /// What differs, in words, the path's segments in order.
    let differences: [String]

    /// For example `anchor.listApplications, GET /v1/applications: segment 2 differs (wanted applications, got application)`.
    var words: String {
        "\(endpoint.name), \(endpoint.method.rawValue) \(endpoint.path): \(differences.joined(separator: "; "))"
    }
}

extension NearestOperation: JSONWritable {
    /// `{name, method, path, differences}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", endpoint.name)
            json.member("method", endpoint.method.rawValue)
            json.member("path", endpoint.path)
            json.member("differences", differences)
        }
    }
}
