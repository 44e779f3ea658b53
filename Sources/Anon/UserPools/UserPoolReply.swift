import Kernel
import KernelHTTP

/// A user pool as answers have it (anon.md 2.4). A hosted one shows the key set that Drydock publishes.
struct UserPoolReply: JSONWritable {
    private let pool: UserPool
    private let origin: Origin

    init(_ pool: UserPool, origin: Origin) {
        self.pool = pool
        self.origin = origin
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", pool.id)
            json.member("name", pool.name)
            json.member("description", pool.description)
            json.member(
                "authorization",
                object: { json in
                    switch pool.authorization {
                    case .hosted: json.member("jwksUri", origin.url + KeySetController.path)
                    case .selfHosted(let jwksURI, _): json.member("jwksUri", jwksURI)
                    }
                    json.member("idClaim", pool.idClaim)
                })
            json.member("organizationId", pool.organizationID)
            json.member("hosted", pool.isHosted)
        }
    }
}
