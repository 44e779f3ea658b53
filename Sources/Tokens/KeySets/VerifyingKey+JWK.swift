import JWTKit
import Kernel

extension VerifyingKey {
    private static let longestModulus = 8192 / 8

    /// Reads one entry of a key set, or says what is odd about it.
    init(jwk entry: JSONValue) throws(OddKey) {
        guard let jwk = entry.object else { throw OddKey("it is \(entry.kind), not an object") }
        guard let kid = jwk["kid"]?.string else { throw OddKey(Self.missing("kid", in: jwk)) }
        try Self.checkPurpose(of: jwk)
        let material = try Self.material(of: jwk)
        self.init(kid: kid, algorithms: try Self.algorithms(of: jwk, material), material: material)
    }

    private static func checkPurpose(of jwk: JSONObject) throws(OddKey) {
        if let use = jwk["use"]?.string, use != "sig" {
            throw OddKey("its use is \(Quotation.of(use)), not \"sig\"")
        }
        if let operations = jwk["key_ops"]?.array, !operations.contains("verify") {
            throw OddKey("its key_ops have no \"verify\"")
        }
    }

    private static func algorithms(
        of jwk: JSONObject, _ material: KeyMaterial
    ) throws(OddKey) -> [TokenAlgorithm] {
        guard let named = jwk["alg"] else { return material.algorithms }
        guard let name = named.string else { throw OddKey("its alg is \(named.kind), not a string") }
        guard let algorithm = TokenAlgorithm(rawValue: name), material.algorithms.contains(algorithm) else {
            throw OddKey("its alg \(Quotation.of(name)) is no signature algorithm of such a key")
        }
        return [algorithm]
    }

    private static func material(of jwk: JSONObject) throws(OddKey) -> KeyMaterial {
        guard let type = jwk["kty"]?.string else { throw OddKey(missing("kty", in: jwk)) }
        switch type {
        case "RSA": return try rsa(jwk)
        case "EC": return try ellipticCurve(jwk)
        case "OKP": return try edwardsCurve(jwk)
        case "oct": throw OddKey("kty \"oct\" is a shared secret, not a public key")
        default: throw OddKey("kty \(Quotation.of(type)) is unknown here")
        }
    }

    private static func rsa(_ jwk: JSONObject) throws(OddKey) -> KeyMaterial {
        let modulus = try number("n", of: jwk)
        let exponent = try number("e", of: jwk)
        let size = modulus.drop { $0 == 0 }.count
        guard size <= longestModulus else {
            throw OddKey("its modulus has \(size) bytes, more than \(longestModulus)")
        }
        return try checked("RSA of at least 2048 bits") {
            .rsa(
                try Insecure.RSA.PublicKey(
                    modulus: Base64URL.encode(modulus), exponent: Base64URL.encode(exponent)))
        }
    }

    private static func ellipticCurve(_ jwk: JSONObject) throws(OddKey) -> KeyMaterial {
        guard let curve = jwk["crv"]?.string else { throw OddKey(missing("crv", in: jwk)) }
        let sizes = ["P-256": 32, "P-384": 48, "P-521": 66]
        guard let size = sizes[curve] else { throw OddKey("crv \(Quotation.of(curve)) is unknown here") }
        let x = try number("x", of: jwk, size: size)
        let y = try number("y", of: jwk, size: size)
        let parameters = (x: Base64URL.encode(x), y: Base64URL.encode(y))
        return try checked(curve) {
            switch curve {
            case "P-256": .p256(try ES256PublicKey(parameters: parameters))
            case "P-384": .p384(try ES384PublicKey(parameters: parameters))
            default: .p521(try ES512PublicKey(parameters: parameters))
            }
        }
    }

    private static func edwardsCurve(_ jwk: JSONObject) throws(OddKey) -> KeyMaterial {
        guard let curve = jwk["crv"]?.string else { throw OddKey(missing("crv", in: jwk)) }
        guard curve == "Ed25519" else { throw OddKey("crv \(Quotation.of(curve)) is unknown here") }
        let x = try number("x", of: jwk, size: 32)
        return try checked(curve) { .ed25519(try EdDSA.PublicKey(x: Base64URL.encode(x), curve: .ed25519)) }
    }

    private static func number(
        _ name: String, of jwk: JSONObject, size: Int? = nil
    ) throws(OddKey) -> [UInt8] {
        guard let text = jwk[name]?.string else { throw OddKey(missing(name, in: jwk)) }
        guard let bytes = Base64URL.decode(text), !bytes.isEmpty else {
            throw OddKey("its \(name) is not base64url without padding")
        }
        if let size, bytes.count != size { throw OddKey("its \(name) has \(bytes.count) bytes, not \(size)") }
        return bytes
    }

    private static func checked(
        _ kind: String, _ make: () throws -> KeyMaterial
    ) throws(OddKey) -> KeyMaterial {
        do { return try make() } catch { throw OddKey("its numbers are no public key for \(kind)") }
    }

    private static func missing(_ name: String, in jwk: JSONObject) -> String {
        jwk[name].map { "its \(name) is \($0.kind), not a string" } ?? "it has no \(name)"
    }
}
