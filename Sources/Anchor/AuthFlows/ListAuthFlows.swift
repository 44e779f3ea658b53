import Kernel

/// `GET /v1/applications/{applicationId}/auth-flows` (anchor.md 2)
enum ListAuthFlows {
    struct Reply: JSONWritable {
        private let flows: [AuthFlow]

        init(_ flows: [AuthFlow]) {
            self.flows = flows
        }

        func write(to json: inout JSONWriter) {
            json.object { $0.member("auth_flows", flows.map(AuthFlowDetails.init)) }
        }
    }
}
