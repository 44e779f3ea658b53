import ArgumentParser
import Assembly
import Kernel
import Tokens

/// Signs an app user id token, with a mistake if one is asked for, without a server.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Sign an app user id token with the built-in key set.",
        discussion: """
            The same as POST /_drydock/token, at the system's time. Hosted pools take it as it is; a pool of your own does, \
            too, when its jwksUri is http://127.0.0.1:4010/.well-known/jwks.json.
            """)

    @Option(help: "The user's id: the claim sub.")
    var subject = TokenRequest().subject
    @Option(help: ArgumentHelp("The webapp client's id: the claim sdkClientId.", valueName: "id"))
    var clientID: String?
    @Option(help: "The claim email.")
    var email: String?
    @Option(help: "Another kid than the key's own.")
    var kid: String?
    @Option(help: ArgumentHelp("RS256, ES256 or EdDSA.", valueName: "name"))
    var algorithm = SigningAlgorithm.rs256
    @Option(help: ArgumentHelp("Another iat than now.", valueName: "instant"), transform: TokenCommand.moment)
    var issuedAt: Moment?
    @Option(help: ArgumentHelp("The instant of exp.", valueName: "instant"), transform: TokenCommand.moment)
    var expiresAt: Moment?
    @Option(
        help: ArgumentHelp("How long the token lives, for example 15m.", valueName: "duration"),
        transform: TokenCommand.span)
    var expiresIn: TimeSpan?
    @Option(
        help: ArgumentHelp(
            "What is to be wrong: \(TokenMistake.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "mistake"))
    var mistake: TokenMistake?

    func run() async throws {
        var request = TokenRequest()
        request.subject = subject
        request.sdkClientID = clientID
        request.email = email
        request.kid = kid
        request.algorithm = algorithm
        request.issuedAt = issuedAt
        request.expiresAt = expiresAt
        request.expiresIn = expiresIn
        request.mistake = mistake
        try StandardStream.output.write(await request.sign(at: WallClock.system.now))
    }

    @Sendable private static func moment(_ text: String) throws -> Moment {
        guard let moment = Moment(text) else {
            throw ValidationError("\(text) is not \(Moment.expectation(for: text))")
        }
        return moment
    }

    @Sendable private static func span(_ text: String) throws -> TimeSpan {
        guard let span = TimeSpan(text) else {
            throw ValidationError("\(text) is not \(TimeSpan.expectation(for: text))")
        }
        return span
    }
}

extension SigningAlgorithm: ExpressibleByArgument {}
extension TokenMistake: ExpressibleByArgument {}
