import Descriptions
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

    @Test("an operation that has code is not canned in the description: there it would be a second of its name")
    func codeOrCanned() {
        let coded = Set(endpoints.filter { $0.coverage != .canned }.map(\.name))
        for operation in CannedController.description.canned where coded.contains(operation.endpoint.name) {
            Issue.record(
                """
                \(operation.endpoint.name) has code. Take its line `x-drydock-coverage: canned` out of \
                Fixtures/openapi/anchor.yaml (Contributing.md, "An operation").
                """)
        }
    }

    @Test("no two operations share method and path, whatever their parameters are called")
    func pathsAreUnique() {
        let places = endpoints.map { endpoint in
            "\(endpoint.method) \(endpoint.isWebSocket) "
                + endpoint.path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }.joined(separator: "/")
        }
        #expect(Set(places).count == places.count)
    }
}
