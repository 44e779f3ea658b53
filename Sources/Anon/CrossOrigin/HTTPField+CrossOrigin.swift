import HTTPTypes
import KernelHTTP

/// Header names of the Fetch standard that HTTPTypes has no names for.
extension HTTPField.Name {
    static let accessControlAllowPrivateNetwork = named("Access-Control-Allow-Private-Network")
    static let accessControlRequestPrivateNetwork = named("Access-Control-Request-Private-Network")
}
