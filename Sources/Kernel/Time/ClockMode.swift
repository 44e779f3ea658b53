/// Whether a world's time passes by itself.
package enum ClockMode: String, Codable, Sendable, CaseIterable {
    /// Time passes as on the wall clock, from wherever the world's clock was set.
    case running
    /// Time stands until it is advanced or set.
    case frozen
}
