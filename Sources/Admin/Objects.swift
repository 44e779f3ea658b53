import HTTPTypes
package import Kernel
import KernelHTTP

/// What a world holds, as people think of it, and what a person does with it by hand.
enum ObjectController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "showObjects", .get, "/objects", "Shows what is in a world, with what a person can do with it by hand",
            query: ["kind", "secrets"], workload: .long, handle: show),
        .control(
            "endSession", .post, "/sessions/{id}/end", "Ends a session, as its customer or user would", handle: end),
        .control(
            "answerIntervention", .post, "/interventions/{id}/answer", "Answers what an agent asks a person",
            workload: .long, handle: answer),
    ]

    /// How many objects of a kind an answer has, and a page that shows one kind.
    static let most = 100

    private static let page = PageController.page { try ObjectsPage($0).page }

    @Sendable private static func show(_ call: ControlCall) throws -> Reply {
        call.prefersPage ? try page(call) : try list(call)
    }

    @Sendable private static func list(_ call: ControlCall) throws -> Reply {
        let kinds = try kinds(of: call)
        let mask = try call.secretMask()
        let name = try call.worldName()
        let world = try call.world()
        return .json(
            .ok,
            ShownObjects(
                world: name, now: world.clock.now,
                lists: try call.worlds.objects(of: kinds, most: most, in: name), mask: mask))
    }

    /// The kinds that a call asks for: one, or all.
    static func kinds(of call: ControlCall) throws(ControlRefusal) -> Set<ObjectKind> {
        let kinds = call.worlds.objectKinds
        guard let name = call.query("kind"), !name.isEmpty else { return Set(kinds) }
        guard let kind = kinds.first(where: { $0.name == name }) else {
            let names = kinds.map(\.name)
            let hint = TextSuggestion.question(about: name, among: names)
            throw .invalidQuery([
                "There are no objects of the kind \(name.prefix(100))"
                    + (hint.isEmpty ? "; known are \(names.joined(separator: ", "))" : hint)
            ])
        }
        return [kind]
    }

    /// The session leads to its world if the query names none.
    @Sendable private static func end(_ call: ControlCall) throws -> Reply {
        _ = try call.fields(only: [])
        return .json(.ok, try call.worlds.endSession(call.parameter("id"), in: try call.namedWorld()))
    }

    /// The question leads to its world if the query names none.
    @Sendable private static func answer(_ call: ControlCall) throws -> Reply {
        let fields = try call.fields(only: ["response"])
        let response: JSONValue = try fields.required("response")
        switch response {
        case .string, .bool, .object: break
        default:
            throw FieldComplaint(
                field: "response", problem: "must be a string, a boolean or an object, not \(response.kind)")
        }
        return .json(
            .ok,
            try call.worlds.answerIntervention(call.parameter("id"), with: response, in: try call.namedWorld()))
    }
}

/// How the control plane looks at the vendors' objects, and does with them what a person would.
package protocol ControlledObjects: Sendable {
    /// What people know the vendors by, in the order in which they meet it.
    var objectKinds: [ObjectKind] { get }
    /// The newest objects of these kinds, of each at most as many as `most`. Throws if there cannot be such a world.
    func objects(of kinds: Set<ObjectKind>, most: Int, in world: WorldName) throws(ControlRefusal) -> [ObjectList]
    /// Ends a session. Throws the vendor's refusal for one that is not there.
    func endSession(_ id: String, in world: WorldName?) throws(ControlRefusal) -> EndedSession
    /// Answers an agent's question. Throws the vendor's refusal for one that is not open, and for an answer that it does not take.
    func answerIntervention(
        _ id: String, with response: JSONValue, in world: WorldName?
    ) throws(ControlRefusal) -> AnsweredIntervention
}

/// A session that was ended, or had ended.
package struct EndedSession: Sendable, JSONWritable {
    private let id: String
    private let world: WorldName
    private let vendor: String
    private let isEnded: Bool

    /// - Parameter isEnded: whether this call ended it.
    package init(_ id: String, of vendor: String, in world: WorldName, isEnded: Bool) {
        self.id = id
        self.world = world
        self.vendor = vendor
        self.isEnded = isEnded
    }

    /// `{world, vendor, sessionId, ended}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("vendor", vendor)
            json.member("sessionId", id)
            json.member("ended", isEnded)
        }
    }
}

/// A question that was answered.
package struct AnsweredIntervention: Sendable, JSONWritable {
    private let id: String
    private let world: WorldName
    private let sessionID: String

    /// - Parameter sessionID: where it was asked.
    package init(_ id: String, ofSession sessionID: String, in world: WorldName) {
        self.id = id
        self.world = world
        self.sessionID = sessionID
    }

    /// `{world, requestId, sessionId}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("requestId", id)
            json.member("sessionId", sessionID)
        }
    }
}

// MARK: - Wire form

/// `{world, now, kinds: [{kind, title, count, actions, objects}]}`
private struct ShownObjects: JSONWritable {
    let world: WorldName
    let now: Moment
    let lists: [ObjectList]
    let mask: SecretMask

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("now", now)
            json.member("kinds", lists.map { List(list: $0, now: now, mask: mask) })
        }
    }

    private struct List: JSONWritable {
        let list: ObjectList
        let now: Moment
        let mask: SecretMask

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("kind", list.kind.name)
                json.member("title", list.kind.title)
                json.member("count", list.count)
                json.member("actions", list.actions.map(\.operation))
                json.member("objects", list.objects.map { Object(object: $0, now: now, mask: mask) })
            }
        }
    }

    private struct Object: JSONWritable {
        let object: ShownObject
        let now: Moment
        let mask: SecretMask

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", mask.id(of: object))
                json.member("title", mask.text(object.title))
                json.member("state", object.state.word)
                json.member(
                    "facts",
                    object: { json in
                        for fact in object.facts { json.member(named: fact.name, mask.value(of: fact)) }
                    })
                if let next = object.next {
                    json.member(
                        "next",
                        object: { json in
                            json.member("what", next.words)
                            json.member("at", next.at)
                            json.member("in", next.at.elapsed(since: now))
                        })
                }
                json.member("links", object.links.map { mask.text($0.path) })
                json.member("actions", object.actions.map(\.operation))
            }
        }
    }
}

extension SecretMask {
    /// An object's id as it may be shown.
    func id(of object: ShownObject) -> String {
        self == .masking && object.isSecret ? Self.hidden(object.id) : object.id
    }

    /// What is known of an object as it may be shown.
    func value(of fact: ShownObject.Fact) -> String {
        self == .masking && fact.isSecret ? Self.hidden(fact.value) : text(fact.value)
    }
}
