import HTTPTypes
import NIOHTTP1

extension HTTPFields {
    /// The fields behind a chunked body.
    init(trailers: HTTPHeaders) {
        self.init()
        for (name, value) in trailers {
            if let name = HTTPField.Name(name) { append(HTTPField(name: name, value: value)) }
        }
    }
}
