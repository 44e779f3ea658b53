import HTTPTypes
import Hummingbird

/// The yardstick: what a stock Hummingbird application costs that does nothing but answer a little JSON.
///
/// Usage: `BenchmarkBareHummingbird PORT`. `GET /hello` answers 200, `POST /hello` decodes a body and answers 201.
@main
struct BareHummingbird {
    static func main() async throws {
        guard let port = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }) else {
            throw HTTPError(.badRequest, message: "usage: BenchmarkBareHummingbird PORT")
        }
        let router = Router()
        router.get("hello") { _, _ in Greeting.sample }
        router.post("hello") { request, context in
            let question = try await request.decode(as: Question.self, context: context)
            return EditedResponse(status: .created, response: Ticket.sample(for: question))
        }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
