import HTTPTypes
import KernelHTTP

/// `/metrics`
enum MetricsCalls {
    @Sendable static func read(_ call: ControlCall) -> Reply {
        .text(.ok, call.worlds.metrics.text, contentType: MetricsText.contentType)
    }
}
