/// Our own OpenAPI description of the operations, carried inside the binary.
package enum AnonDescription {
    /// The document as YAML.
    package static var yaml: String { String(decoding: PackageResources.anon_yaml, as: UTF8.self) }
}
