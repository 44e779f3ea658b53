import HTTPTypes
import NIOHTTP1

extension HTTPRequest.Method {
    /// The method as the responder knows it; `nil` when the name is no token.
    init?(_ method: HTTPMethod) {
        switch method {
        case .GET: self = .get
        case .POST: self = .post
        case .PUT: self = .put
        case .PATCH: self = .patch
        case .DELETE: self = .delete
        case .HEAD: self = .head
        case .OPTIONS: self = .options
        case .CONNECT: self = .connect
        default: self.init(method.rawValue)
        }
    }
}
