/// One vendor's part of a scenario: the seed state and policies under its name, in the terms of that vendor.
///
/// The type's own `Codable` synthesis is the format: the reader finds the allowed keys, their types and whether they may be
/// missing by decoding it, and the JSON Schema comes from the same. Optional properties are optional keys. Leaf types of our
/// own say their wire form through `ScalarDescribed`, choices through `String`-backed `CaseIterable` enumerations.
package protocol ScenarioSection: Codable, Sendable {
    /// The key of the section in a scenario file: the vendor's name, for example `anchor`.
    static var name: String { get }
    /// A section that says nothing.
    init()
    /// What only the section itself can see: references that lead nowhere, ids given twice.
    func complaints() -> [SectionComplaint]
}
