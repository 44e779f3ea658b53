/// The process in numbers.
package protocol ControlledMetrics: Sendable {
    /// The numbers as they are now.
    var metrics: MetricsReport { get }
}
