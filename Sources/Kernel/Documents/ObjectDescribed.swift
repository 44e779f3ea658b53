/// A type of a scenario that says more about its keys than their names and types.
package protocol ObjectDescribed {
    /// What the keys are for and which of them go together.
    static var objectDescription: ObjectDescription { get }
}
