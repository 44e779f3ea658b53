import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct AnchorEndpointsTests {
    private let endpoints = AnchorEndpoints.routes.map(\.endpoint)

    @Test("every operation has a name of its own, under the vendor's")
    func namesAreUnique() {
        #expect(Set(endpoints.map(\.name)).count == endpoints.count)
        #expect(endpoints.allSatisfy { $0.name.hasPrefix("anchor.") && !$0.summary.isEmpty })
    }

    @Test("no two operations share method and path, whatever their parameters are called")
    func pathsAreUnique() {
        let places = endpoints.map { endpoint in
            "\(endpoint.method) \(endpoint.isWebSocket) "
                + endpoint.path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }.joined(separator: "/")
        }
        #expect(Set(places).count == places.count)
    }

    @Test("an operation says that it is not implemented exactly where nothing answers it")
    func coverageIsTrue() {
        for route in AnchorEndpoints.routes {
            #expect((route.handler == nil) == (route.endpoint.coverage == .notImplemented), "\(route.endpoint.name)")
        }
    }

    @Test(
        "what is not implemented answers 501 with its reason, not a vendor-like 404",
        arguments: [(HTTPRequest.Method.get, "/v1/webhooks"), (.post, "/v2/tasks/t/run"), (.get, "/v1/billing")])
    func notImplementedIsSaid(method: HTTPRequest.Method, path: String) async {
        let answer = await AnchorClient().send(method, path)
        #expect(answer.status == 501)
        #expect(answer.reason == "operation.notImplemented")
        #expect(answer["error.code"] == 501)
    }
}
