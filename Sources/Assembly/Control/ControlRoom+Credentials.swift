import Anon
import Kernel
import KernelHTTP

extension ControlRoom {
    func credentials(in name: WorldName, at origin: Origin) async -> JSONValue {
        let credentials = await ReadyMadeCredentials(of: worldTable.world(name).anon)
        let set = credentials.set
        let variables = JSONObject(credentials.variables(url: origin.url).map { ($0.name, JSONValue.string($0.value)) })
        return [
            "world": .string(name.description),
            "anon": [
                "organizationId": .string(set.organizationID),
                "member": [
                    "id": .string(set.memberID), "email": .string(ReadyMadeSet.memberEmail),
                    "password": .string(ReadyMadeSet.memberPassword),
                ],
                "userPoolId": .string(set.userPoolID),
                "webappSdkClient": ["id": .string(set.webappClientID)],
                "serviceSdkClient": ["id": .string(set.serviceClientID), "apiKey": .string(set.apiKey)],
                "prodServiceSdkClient": ["id": .string(set.prodServiceClientID), "apiKey": .string(set.prodAPIKey)],
                "appUserId": .string(ReadyMadeSet.exampleUser),
                "appUserIdToken": .string(credentials.appUserIDToken),
                "jwksUri": .string(credentials.jwksURI(url: origin.url)),
            ],
            "variables": .object(variables),
        ]
    }
}
