import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// What several of Anon's handlers read.
extension Call where Store == AnonStore {
    /// The body's members. Throws 400 with a hint where it is not JSON, `FieldComplaint` where it is no object.
    func members() throws -> Fields {
        do {
            return try fields()
        } catch let complaint as JSONComplaint {
            throw AnonProblem.malformedJSON(complaint, body: exchange.body.readableBytesView)
        }
    }

    /// A query parameter that has to be there. Throws 400.
    func requiredQuery(_ name: String) throws(AnonProblem) -> String {
        guard let value = query(name), !value.isEmpty else { throw .missingQuery(name) }
        return value
    }

    /// Which keys are good at the host that the client called.
    var keySpace: KeySpace { AnonEnvironment(host: exchange.calledHost).keySpace }
}
