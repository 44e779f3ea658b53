import Kernel

extension KeySet {
    /// Reads a body as the vendor does, with the vendor's complaints.
    static func read(_ body: [UInt8], from url: KeySetURL) -> Result<KeySet, KeySetFailure> {
        let shown = url.description
        do throws(SerdeJSONComplaint) {
            let document = JSONValue.object(["keys": .array(try SerdeJSONReader.keys(in: body))])
            do throws(KeySetRefusal) {
                return .success(try KeySet(document: document))
            } catch {
                // Never for a document of this shape.
                throw SerdeJSONComplaint(problem: .missingKeys, line: 1, column: body.count)
            }
        } catch {
            return .failure(.body(KeySetBodyComplaint(error, body: body, url: shown)))
        }
    }
}
