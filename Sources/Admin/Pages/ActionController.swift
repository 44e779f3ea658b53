import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// What the pages' buttons and forms do: `/actions/{operation}`.
///
/// A form is a call of the control plane in other clothes: it is put into JSON and answered by that call's own handler, with the
/// same checks and the same refusals. So a button can do nothing that `curl` cannot, and is guarded as that is.
enum ActionController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "performAction", .post, "/actions/{operation}", "Does what a form on one of the pages says",
            workload: .long, waiting: perform)
    ]

    @Sendable private static func perform(_ call: ControlCall) async throws -> Reply {
        do {
            let form = call.form
            let name = call.parameter("operation")
            guard let action = PageAction.all[name], let route = ControlVendor.route(named: name) else {
                throw ControlRefusal(
                    .notFound,
                    "No page has a form for \(name)"
                        + TextSuggestion.question(about: name, among: PageAction.all.keys.sorted()),
                    code: ControlReason.actionUnknown)
            }
            let inner = try action.call(form, for: route.endpoint, from: call)
            try route.admit(inner)
            switch route.handler {
            case .immediate(let handle): _ = try handle(inner)
            case .waiting(let handle): _ = try await handle(inner)
            }
            return Reply.seeOther(action.page.address(in: try call.worldName()))
        } catch let refusal as ControlRefusal {
            return RefusalPage.reply(refusal, of: call)
        } catch let complaint as FieldComplaint {
            return RefusalPage.reply(.invalidBody([complaint]), of: call)
        }
    }
}

/// A call that a page has a form for.
struct PageAction: Sendable {
    /// The page that shows what the call did.
    let page: PageTab

    /// By the operation's name, without `drydock.`. What is not here no form can do.
    static let all: [String: PageAction] = [
        "changeClock": PageAction(page: .world),
        "resetWorld": PageAction(page: .world),
        "loadScenario": PageAction(page: .world),
        "addRule": PageAction(page: .world),
        "removeRule": PageAction(page: .world),
        "removeRules": PageAction(page: .world),
        "takeSnapshot": PageAction(page: .world),
        "restoreSnapshot": PageAction(page: .world),
        "deleteSnapshot": PageAction(page: .world),
        "rewindWorld": PageAction(page: .world),
        "dropWorld": PageAction(page: .world),
        "clearRequests": PageAction(page: .requests),
        "completeIdentityToken": PageAction(page: .objects),
        "completeLink": PageAction(page: .objects),
        "fireWebhookEvent": PageAction(page: .objects),
        "endSession": PageAction(page: .objects),
        "answerIntervention": PageAction(page: .objects),
    ]

    /// The call that a form means: the field `document` is the whole body; `path.NAME` is a parameter of the path; `NAME:bool`,
    /// `NAME:int` and `NAME:json` are members of those types; `NAME.MEMBER` is a string that is a member of an object; any other
    /// name is a string. An empty field is left out.
    fileprivate func call(_ form: NamedValues, for endpoint: Endpoint, from call: ControlCall) throws -> ControlCall {
        var body = JSONObject()
        var document: String?
        var path = endpoint.path
        var parameters: [NamedValues.Pair] = []
        for pair in form.pairs where !pair.value.isEmpty {
            if pair.name == "document" {
                document = pair.value
            } else if pair.name.hasPrefix("path.") {
                let name = String(pair.name.dropFirst("path.".count))
                path = path.replacing("{\(name)}", with: PercentCoding.encode(pair.value))
                parameters.append(.init(name: name, value: pair.value))
            } else if let dot = pair.name.firstIndex(of: ".") {
                // Everything after the first dot is the member's name, whatever is in it.
                let name = String(pair.name[..<dot])
                var object = body[name]?.object ?? JSONObject()
                object[String(pair.name[pair.name.index(after: dot)...])] = .string(pair.value)
                body[name] = .object(object)
            } else {
                let (name, value) = try Self.member(pair)
                body[name] = value
            }
        }
        guard endpoint.pathParameters.allSatisfy({ name in parameters.contains { $0.name == name } }) else {
            throw ControlRefusal.invalidBody(
                endpoint.pathParameters.map { FieldComplaint(field: "path.\($0)", problem: "is missing") })
        }
        var head = call.exchange.head
        head.method = endpoint.method
        head.path = "\(path)?world=\(try call.worldName().description)"
        head.headerFields[.contentType] = document == nil ? "application/json" : "application/yaml"
        let bytes = document.map { Array($0.utf8) } ?? JSONWriter.bytes(body)
        let exchange = Exchange(
            number: call.exchange.number, receivedAt: call.exchange.receivedAt, head: head,
            body: ByteBuffer(bytes: bytes), origin: call.exchange.origin, client: call.exchange.client)
        return ControlCall(
            exchange: exchange, store: call.store, parameters: NamedValues(parameters), clock: call.clock)
    }

    private static func member(_ pair: NamedValues.Pair) throws -> (String, JSONValue) {
        let pieces = pair.name.split(separator: ":", maxSplits: 1)
        guard pieces.count == 2, let name = pieces.first.map(String.init) else {
            return (pair.name, .string(pair.value))
        }
        switch pieces[1] {
        case "bool": return (name, .bool(pair.value == "true"))
        case "int":
            guard let number = Int64(pair.value) else {
                throw FieldComplaint(field: name, problem: "must be a whole number, not \"\(pair.value)\"")
            }
            return (name, .integer(number))
        case "json":
            do {
                return (name, try JSONParser.parse(pair.value))
            } catch {
                throw FieldComplaint(field: name, problem: "is not JSON: \(error)")
            }
        default: throw FieldComplaint(field: pair.name, problem: "has a type that no form sends")
        }
    }
}
