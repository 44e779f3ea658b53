import Anon
import Kernel
import Tokens

extension ControlRoom {
    var tokenMembers: [String] { TokenRequest.members }

    /// The token is for the world's ready-made webapp client where nothing else is said, so that it leads to its world.
    func signToken(in name: WorldName, fields: Fields) async throws -> JSONValue {
        let world = worldTable.world(name)
        var request = try TokenRequest(fields)
        request.sdkClientID = request.sdkClientID ?? world.anon.snapshot.readyMade.webappClientID
        return [
            "world": .string(name.description),
            "token": .string(await request.sign(at: world.clock.now)),
            "algorithm": .string(request.algorithm.rawValue),
            "mistake": request.mistake.map { .string($0.rawValue) } ?? .null,
        ]
    }
}
