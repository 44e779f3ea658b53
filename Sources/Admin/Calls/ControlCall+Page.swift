import HTTPTypes
import KernelHTTP

extension Call where Store == ControlDesk {
    /// Whether a person's browser asks rather than a program.
    var prefersPage: Bool {
        AcceptedTypes(exchange.head.headerFields[.accept]).prefers("text/html", to: "application/json")
    }
}
