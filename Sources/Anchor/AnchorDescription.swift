/// Our own OpenAPI description of the operations that are simulated, carried inside the binary.
package enum AnchorDescription {
    /// The document as YAML.
    package static var yaml: String { String(decoding: PackageResources.anchor_yaml, as: UTF8.self) }
}
