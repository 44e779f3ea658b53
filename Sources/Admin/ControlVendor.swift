import HTTPTypes
import Kernel
package import KernelHTTP

/// The control plane, `/_drydock/…`, in the form that vendors have: operations, and one way of saying no.
package struct ControlVendor: Vendor {
    /// `drydock`
    package let name = "drydock"
    /// Every operation of `ControlEndpoints`.
    package let routes: [Route<ControlDesk>]

    /// What its handlers get, whatever the world.
    package let desk: ControlDesk

    /// The control plane with all its routes, over these worlds.
    package init(_ worlds: any ControlledWorlds) {
        desk = ControlDesk(worlds)
        routes = ControlEndpoints.routes
    }

    /// The control plane's envelope for whatever was thrown. What is not a refusal of ours is a bug: 500.
    package func reply(for error: any Error) -> Reply {
        let refusal =
            switch error {
            case let refusal as ControlRefusal: refusal
            case let complaint as FieldComplaint: ControlRefusal.invalidBody([complaint])
            case let complaint as JSONComplaint: ControlRefusal.notJSON(complaint)
            default:
                ControlRefusal(.internalServerError, "This is a bug in Drydock: \(error)", code: "drydock.bug")
            }
        return .json(refusal.status, refusal, reason: refusal.reason)
    }

    /// Rules do not act on the control plane, so there is none.
    package func problem(named name: String) -> (any Error)? { nil }

    /// None.
    package var problemNames: [String] { [] }

    /// The envelope for a request that reached no operation.
    package func refusal(_ refusal: RoutingRefusal) -> Reply {
        var reply = reply(for: ControlRefusal(refusal, among: routes.map(\.endpoint.path)))
        reply.headers.append(contentsOf: refusal.headers)
        return reply
    }
}
