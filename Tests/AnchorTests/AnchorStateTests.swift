import FoundationEssentials
import HashTreeCollections
import Kernel
import Testing

@testable import Anchor

struct AnchorStateTests {
    @Test("a state that was written and read again answers as before and issues the same ids")
    func codable() async throws {
        let client = AnchorClient()
        let application = await client.application()
        let identity = await client.identity(#","metadata":{"a":[1.5,null,"ü"]}"#)
        let used = await client.token(application)
        let unused = await client.token(application)
        _ = try client.complete(used)
        let encoded = try JSONEncoder().encode(client.store.snapshot)
        var restored = try JSONDecoder().decode(AnchorState.self, from: encoded)
        var original = client.store.snapshot
        #expect(restored.version == AnchorState.currentVersion)
        #expect(restored.identities[identity] == original.identities[identity])
        #expect(restored.application(application) == original.application(application))
        #expect(restored.objectCount == original.objectCount)
        #expect(try restored.peekIdentityToken(unused, now: client.now).callback == AnchorClient.callback)
        #expect(throws: IdentityTokenRefusal.alreadyUsed(firstAt: client.now)) {
            try restored.peekIdentityToken(used, now: client.now)
        }
        #expect(restored.ids.uuid() == original.ids.uuid())
    }

    @Test(
        "numbers that only an edited document has are refused with words",
        arguments: ["ordinal", "objectCount"], ["9223372036854775807", "-1"])
    func editedNumbers(name: String, number: String) throws {
        let value = try RowCoding.shown(AnchorClient().store.snapshot)
        var object = try #require(value.object)
        object[name] = try JSONParser.parse(number)
        #expect {
            try RowCoding.value(JSONWriter.bytes(object), as: AnchorState.self)
        } throws: { error in
            guard case .dataCorrupted(let context)? = error as? DecodingError else { return false }
            return context.debugDescription == "\(name) is \(number), which is not a number from 0 to \(Counter.limit)"
        }
    }

    @Test("a state whose numbers are at their bounds goes on, and can be written and read again")
    func saturatedNumbers() throws {
        var object = try #require(RowCoding.shown(AnchorClient().store.snapshot).object)
        object["ordinal"] = .integer(Int64(Counter.limit))
        object["objectCount"] = .integer(Int64(Counter.limit))
        var state = try RowCoding.value(JSONWriter.bytes(object), as: AnchorState.self)
        #expect(state.nextOrdinal(for: 3) == Int64(Counter.limit))
        #expect(state.objectCount == Counter.limit)
        state.release(.max)
        #expect(state.objectCount == 0)
        #expect(throws: Never.self) { try RowCoding.value(RowCoding.bytes(state), as: AnchorState.self) }
    }

    @Test("a store on disk takes the rows that were touched, and holds no table that changes would have to copy")
    func touchedRows() async throws {
        let client = AnchorClient()
        let before = await client.application()
        let whole = try #require(client.store.beginTracking().state as? AnchorState)
        #expect(whole.countObjects() == 1)
        _ = await client.token(before)
        let taken = client.store.takeTouched()
        #expect(taken.rows.contains { $0.table == "identityTokens" && !$0.isGone })
        #expect(taken.version == client.store.version)
        let rest = try #require(taken.state as? AnchorState)
        #expect(rest.countObjects() == 0 && rest.objectCount == client.store.objectCount)
        #expect(client.store.snapshot.countObjects() == 2)
        #expect(client.store.takeTouched().rows.isEmpty)
    }

    @Test("the same calls in a world of the same seed give the same bytes")
    func determinism() async {
        func bodies() async -> [String] {
            let client = AnchorClient()
            let created = await client.post("/v1/applications", #"{"source":"https://a.example"}"#)
            let token = await client.post(
                "/v1/applications/\(created.id)/tokens", #"{"callbackUrl":"https://a.example/cb"}"#)
            let identity = await client.post("/v1/identities", #"{"source":"a.example","metadata":{"b":1,"a":2}}"#)
            return [created.text, token.text, identity.text]
        }
        #expect(await bodies() == bodies())
    }
}
