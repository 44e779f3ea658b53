import Edge
import HTTPTypes
import Kernel
import KernelHTTP

extension Reply {
    /// The answer to a CONNECT that may pass but whose target cannot be reached.
    static func tunnelFailed(_ failure: TunnelFailure, to address: NetworkAddress) -> Reply {
        let target = "\(address.host):\(address.port)"
        let detail =
            switch failure {
            case .unreachable(let problem):
                "\(target), which the scenario maps the name to, cannot be reached: \(problem)"
            case .timedOut: "\(target), which the scenario maps the name to, does not answer."
            case .tooManyTunnels: "There are too many tunnels already."
            case .connectionEnded: "The client hung up."
            }
        return .json(
            .badGateway, JSONValue.object(["error": "Bad Gateway"]), reason: Reason("tunnel.targetUnreachable", detail))
    }
}
