import Assembly
import DrydockTesting
import Kernel
import Testing

/// A request that waits for something outside of its world, be it real time or the customer's server, holds up nobody who
/// waits for the world's clock.
@Suite("Who waits for something outside", .timeLimit(.minutes(5)))
struct WaitingOutsideTests {
    @Test("a delay of real time does not keep the clock's turn")
    func realTime() async throws {
        try await withDrydock { drydock in
            let late = #"{"delay":{"fixed":"1m","realTime":true}}"#
            try await Self.race(
                drydock, rule: #"{"on":"anchor.listProfiles","effect":{"delay":"1m","afterHandling":\#(late)}}"#
            ) {
                _ = try await drydock.get("/v1/profiles", key: "sk@w")
            }
        }
    }

    @Test("nor does the download of a key set")
    func keySet() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.keySetTimeout = .minutes(1)
        try await StallingServer.run { port in
            try await withDrydock(configuration) { drydock in
                try await Self.race(drydock, rule: #"{"on":"anon.createUserPool","effect":{"delay":"1m"}}"#) {
                    let keySet = #"{"jwksUri":"http://127.0.0.1:\#(port)/"}"#
                    _ = try await AnonCaller(drydock, bearer: "anon_test@w").post(
                        "/org/userPool", #"{"name":"n","description":"d","authorization":\#(keySet)}"#)
                }
            }
        }
    }

    /// Moves the clock when `first` and another request are due, `first` by the rule and before the other one; expects that the
    /// other one is answered while `first` still waits.
    private static func race(
        _ drydock: RunningDrydock, rule: String, first: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await drydock.post("/_drydock/clock?world=w", #"{"freeze":true}"#).expect(200)
        for rule in [rule, #"{"on":"anchor.listApplications","effect":{"delay":"2m"}}"#] {
            try await drydock.post("/_drydock/rules?world=w", rule).expect(201)
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                try await first()
                return 0
            }
            group.addTask { try await drydock.get("/v1/applications", key: "sk@w").status }
            while try await drydock.get("/_drydock/clock?world=w")["pending"]?.array?.count != 2 {}
            try await drydock.post("/_drydock/clock?world=w", #"{"advance":"5m"}"#).expect(200)
            #expect(try await group.next() == 200)
            group.cancelAll()
        }
    }

    @Test(
        "a callback that stalls is given up when its time is over, and the answer says so",
        arguments: [
            ("", nil, "delivery.timedOut"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin", 200, "delivery.timedOut"),
            ("HTTP/1.1 302 Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n", 302, "delivery.timedOut"),
            ("no HTTP at all\r\n\r\n", nil, "delivery.failed"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n", 200, "delivery.failed"),
            ("HTTP/1.1 204 No Content\r\n\r\n", 204, nil),
        ] as [(String, Int64?, String?)])
    func callback(answer: String, status: Int64?, reason: String?) async throws {
        var configuration = try DrydockConfiguration.testing()
        // What is not to run into it has time, however long other tests keep the threads.
        configuration.callbackTimeout = reason == "delivery.timedOut" ? .seconds(5) : .seconds(60)
        configuration.allowsHTTPCallbacks = true
        try await StallingServer.run(answering: answer) { port in
            try await withDrydock(configuration) { drydock in
                var flow = Flow(drydock)
                flow.callback = "http://127.0.0.1:\(port)/done"
                let done = try await flow.complete(try await flow.token(), #"{"outcome":"success","deliver":true}"#)
                #expect(done.status == 200, "\(done.text)")
                #expect(done["identityId"]?.string != nil)
                #expect(done["delivery.status"] == status.map(JSONValue.integer))
                #expect(done["delivery.reason.code"] == reason.map(JSONValue.string))
                #expect((done["delivery.error"] == nil) == (reason == nil))
            }
        }
    }
}

extension Answer {
    /// Records an issue if the status is another one.
    fileprivate func expect(_ status: Int) {
        #expect(self.status == status, "\(text)")
    }
}
