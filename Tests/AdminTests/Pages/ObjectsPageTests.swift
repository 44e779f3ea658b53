import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Admin

@Suite("Control plane: objects")
struct ObjectsPageTests {
    private static let hostile = "</h3><script>alert(1)</script>\" onload=\"x"
    private static let kind = ObjectKind("anchor.things", title: "Things", emptiness: "POST /things makes one.")
    private static let other = ObjectKind("anon.others", title: "Others", emptiness: "Nothing makes one.")

    private static func control(_ lists: [ObjectList]) -> ControlPlane {
        let control = ControlPlane()
        control.worlds.lists = lists
        return control
    }

    private static func thing(_ id: String = "t1", title: String = "A thing") -> ShownObject {
        ShownObject(id, title: title, state: ShownObject.State("good", .good))
    }

    private static func page(_ control: ControlPlane, _ query: String = "") async throws -> String {
        let reply = try await control.send(.get, "/objects\(query)", headers: [.accept: "text/html"])
        #expect(reply.status == .ok)
        #expect(reply.headers[.contentType]?.hasPrefix("text/html") == true)
        return reply.text
    }

    @Test("a browser gets a page, a program gets JSON")
    func negotiation() async throws {
        var thing = Self.thing()
        thing.add("Colour", "red")
        thing.next = ShownObject.Next("Expires", at: FakeWorld.start + .milliseconds(899_500))
        thing.actions = [ObjectAction("endSession", "End", parameters: [("id", "t1")])]
        let control = Self.control([
            ObjectList(Self.kind, count: 1, objects: [thing]), ObjectList(Self.other, count: 0, objects: []),
        ])
        #expect(try await Self.page(control).contains("in <strong>14m59s</strong>"))
        let reply = try await control.send(.get, "/objects")
        #expect(
            reply["kinds.0"] == [
                "kind": "anchor.things", "title": "Things", "count": 1, "actions": [],
                "objects": [
                    [
                        "id": "t1", "title": "A thing", "state": "good", "facts": ["Colour": "red"],
                        "next": ["what": "Expires", "at": "2026-01-01T00:14:59.500Z", "in": "14m59s500ms"],
                        "links": [], "actions": ["endSession"],
                    ]
                ],
            ])
        #expect(reply["kinds.1.count"] == 0)
    }

    @Test("a kind without objects says how one comes about")
    func empty() async throws {
        let text = try await Self.page(Self.control([ObjectList(Self.kind, count: 0, objects: [])]))
        #expect(text.contains("None. POST /things makes one."))
    }

    @Test("hostile names are text, in titles, facts, attributes and forms")
    func hostileNames() async throws {
        var thing = Self.thing(Self.hostile, title: Self.hostile)
        thing.add("Name", Self.hostile)
        thing.links = [ShownObject.Link("View", path: "/?id=\(Self.hostile)", isFramed: true)]
        thing.actions = [
            ObjectAction(
                "answerIntervention", Self.hostile, parameters: [("id", Self.hostile)],
                members: [
                    ObjectAction.Member(Self.hostile, in: "response", label: Self.hostile, .text(value: Self.hostile)),
                    ObjectAction.Member("x", .choice([ObjectAction.Option(Self.hostile)])),
                    ObjectAction.Member("y", .json(Self.hostile)),
                ]),
            ObjectAction("endSession", "End", parameters: [("id", Self.hostile)], question: Self.hostile),
        ]
        let text = try await Self.page(Self.control([ObjectList(Self.kind, count: 1, objects: [thing])]))
        #expect(!text.contains("<script>alert"))
        #expect(!text.contains("\" onload="))
        #expect(text.contains("&lt;script&gt;alert(1)"))
    }

    @Test("secrets are hidden unless they are asked for; what looks like one is, too")
    func secrets() async throws {
        var thing = Self.thing("secret-token-9f3a")
        thing.isSecret = true
        thing.add("Key", "anon_0123456789abcdef", isSecret: true)
        thing.add("Callback", "https://a.example/?password=hunter2")
        let control = Self.control([ObjectList(Self.kind, count: 1, objects: [thing])])
        for (query, isShown) in [("", false), ("?secrets=masked", false), ("?secrets=shown", true)] {
            let reply = try await control.send(.get, "/objects\(query)")
            #expect(reply.text.contains("secret-token") == isShown)
            #expect(reply.text.contains("anon_0123") == isShown)
            #expect(reply.text.contains("hunter2") == isShown)
            let page = try await Self.page(control, query)
            #expect(page.contains("anon_0123") == isShown)
            #expect(page.contains("hunter2") == isShown)
            #expect(page.contains("<code>***9f3a</code>") != isShown)
        }
    }

    @Test(
        "the page has a few of each kind, the page of one kind many, and both say how many there are",
        arguments: [("", 10), ("?kind=anchor.things", 100)])
    func bounded(query: String, shown: Int) async throws {
        let things = (1...150).map { Self.thing("t\($0)") }
        let control = Self.control([ObjectList(Self.kind, count: 12_345, objects: things)])
        let text = try await Self.page(control, query)
        #expect(text.matches(of: #/<li data-key="anchor.things\//#).count == shown)
        #expect(text.contains("The newest \(shown) of 12345."))
        #expect(try await control.send(.get, "/objects")["kinds.0.objects"]?.array?.count == 100)
    }

    @Test("a long value is cut, so that the page stays short whatever clients send")
    func long() async throws {
        var thing = Self.thing(title: String(repeating: "é", count: 1_000_000))
        for number in 1...20 { thing.add("Fact \(number)", String(repeating: "<", count: 1_000_000)) }
        let control = Self.control([ObjectList(Self.kind, count: 1, objects: [thing])])
        #expect(try await Self.page(control).utf8.count < 80_000)
        #expect(try await control.send(.get, "/objects").text.utf8.count < 200_000)
    }

    @Test("one kind can be asked for; one that there is none of is refused with the nearest")
    func kinds() async throws {
        let control = Self.control([
            ObjectList(Self.kind, count: 0, objects: []), ObjectList(Self.other, count: 0, objects: []),
        ])
        #expect(try await control.send(.get, "/objects?kind=anon.others")["kinds"]?.array?.count == 1)
        #expect(try await control.send(.get, "/objects?kind=")["kinds"]?.array?.count == 2)
        let near = try await control.send(.get, "/objects?kind=anon.other")
        #expect(near.status == .badRequest && near.text.contains("did you mean anon.others?"))
        let far = try await control.send(.get, "/objects?kind=x")
        #expect(far.text.contains("known are anchor.things, anon.others"))
        let page = try await control.send(.get, "/objects?kind=x", headers: [.accept: "text/html"])
        #expect(page.status == .badRequest && page.text.contains("role=\"alert\""))
    }

    @Test("a page in place is fetched when it is opened, and says what it is")
    func framed() async throws {
        var thing = Self.thing()
        thing.links = [
            ShownObject.Link("Live view", path: "/?sessionId=t1", isFramed: true),
            ShownObject.Link("Open the page", path: "/identity/create?token=t1"),
        ]
        let text = try await Self.page(Self.control([ObjectList(Self.kind, count: 1, objects: [thing])]))
        #expect(
            text.contains(
                #"<iframe title="Live view: A thing" src="/?sessionId=t1" loading="lazy" data-still></iframe>"#))
        #expect(text.contains(#"<a class="button" href="/identity/create?token=t1">Open the page</a>"#))
        #expect(text.matches(of: #/<iframe/#).count == 1)
    }
}

@Suite("Control plane: what a person does with objects")
struct ObjectCallTests {
    @Test(
        "sessions are ended and questions answered, by a program and by a form alike",
        arguments: [
            ("/sessions/a%2Fb/end", "", "endSession", "path.id=a%2Fb", "end a/b in"),
            (
                "/interventions/q/answer", #"{"response":"1"}"#, "answerIntervention", "path.id=q&response=1",
                #"answer q with "1" in"#
            ),
            (
                "/interventions/q/answer", #"{"response":true}"#, "answerIntervention",
                "path.id=q&response%3Abool=true", "answer q with true in"
            ),
            (
                "/interventions/q/answer", #"{"response":{"a.b:c":"x","user":"ada"}}"#, "answerIntervention",
                "path.id=q&response.a.b%3Ac=x&response.user=ada", #"answer q with {"a.b:c":"x","user":"ada"} in"#
            ),
        ])
    func alike(path: String, body: String, operation: String, form: String, words: String) async throws {
        let control = ControlPlane()
        #expect(try await control.send(.post, path, body: body).status == .ok)
        let reply = try await control.send(
            .post, "/actions/\(operation)?world=w", body: form,
            headers: [.contentType: "application/x-www-form-urlencoded"])
        #expect(reply.status == .seeOther, "\(reply.text.suffix(500))")
        #expect(reply.headers[.location] == "/_drydock/objects?world=w")
        #expect(control.worlds.log == ["\(words) its world", "\(words) w"])
    }

    @Test(
        "a body that is wrong is refused, and nothing is done",
        arguments: [
            ("/sessions/s/end", #"{"now":true}"#, "now is unknown"),
            ("/interventions/q/answer", "{}", "response is required"),
            ("/interventions/q/answer", #"{"response":7}"#, "response must be a string, a boolean or an object"),
            ("/interventions/q/answer", #"{"response":[]}"#, "response must be a string, a boolean or an object"),
            ("/interventions/q/answer", #"{"answer":"x"}"#, "answer is unknown"),
        ])
    func refused(path: String, body: String, words: String) async throws {
        let control = ControlPlane()
        let reply = try await control.send(.post, path, body: body)
        #expect(reply.status == .badRequest)
        #expect(reply.text.contains(words), "\(reply.text)")
        #expect(control.worlds.log.isEmpty)
    }
}

@Suite("Control plane: marks of worlds")
struct TestMarkTests {
    @Test("a mark is listed with its world, and the next one takes its place")
    func marked() async throws {
        let control = ControlPlane()
        #expect(try await control.send(.get, "/worlds")["worlds.0.mark"] == nil)
        for outcome in ["failed", "passed"] {
            let reply = try await control.send(
                .put, "/worlds/default/mark", body: #"{"outcome":"\#(outcome)","test":"a::b[<i>]"}"#)
            #expect(reply.status == .ok)
            let mark: JSONValue = ["outcome": .string(outcome), "test": "a::b[<i>]"]
            #expect(reply.value == ["world": "default", "mark": mark])
            #expect(try await control.send(.get, "/worlds")["worlds.0.mark"] == mark)
        }
    }

    @Test(
        "what is no mark is refused",
        arguments: [
            ("default", "{}", 400, "outcome is required"),
            ("default", #"{"outcome":"red","test":"t"}"#, 400, "outcome must be"),
            ("default", #"{"outcome":"failed"}"#, 400, "test is required"),
            ("default", #"{"outcome":"failed","test":"\#(String(repeating: "x", count: 501))"}"#, 400, "at most 500"),
            ("default", #"{"outcome":"failed","test":"t","why":"w"}"#, 400, "why is unknown"),
            ("nobody", #"{"outcome":"failed","test":"t"}"#, 404, "There is no world nobody"),
            ("no%20name", #"{"outcome":"failed","test":"t"}"#, 400, "is no world's name"),
        ])
    func refused(world: String, body: String, status: Int, words: String) async throws {
        let control = ControlPlane()
        let reply = try await control.send(.put, "/worlds/\(world)/mark", body: body)
        #expect(reply.status.code == status)
        #expect(reply.text.contains(words), "\(reply.text)")
        #expect(try await control.send(.get, "/worlds")["worlds"]?.array?.count == 1)
        #expect(try await control.send(.get, "/worlds")["worlds.0.mark"] == nil)
    }
}
