/// What kind of number a metric is.
enum MetricType: String {
    /// It only grows.
    case counter
    /// It goes up and down.
    case gauge
    /// Counts by upper bounds.
    case histogram
}
