/// The release.
package enum DrydockVersion {
    /// As `drydock --version` prints it.
    package static let current = "0.1.0"
}
