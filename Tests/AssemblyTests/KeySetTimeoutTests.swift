import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("A key set that does not come")
struct KeySetTimeoutTests {
    @Test("a server that never answers is given up when its time is over, and the vendor's words say so")
    func timeout() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.keySetTimeout = .milliseconds(50)
        try await withDrydock(configuration) { drydock in
            // The customer's server is this one in another world, whose clock stands.
            let silence = #"{"on":"anon.getKeySet","effect":{"delay":"1h"}}"#
            #expect(try await drydock.post("/_drydock/rules", silence).status == 201)
            let caller = AnonCaller(drydock, bearer: "anon_test@customer")
            let keySet = "\(drydock.url)/.well-known/jwks.json"
            let pool = #"{"name":"n","description":"d","authorization":{"jwksUri":"\#(keySet)"}}"#
            let refused = try await caller.post("/org/userPool", pool)
            #expect(refused.status == 500)
            #expect(refused.header("X-Drydock-Reason") == "jwks.timedOut")
            #expect(refused["error"]?.string?.contains(keySet) == true)
        }
    }
}
