/// A public key with its name.
struct VerifyingKey: Sendable {
    /// What a token's header calls it.
    let kid: String
    /// What it may verify: everything that its kind can, or only what its `alg` says.
    let algorithms: [TokenAlgorithm]
    /// Its numbers.
    let material: KeyMaterial
}
