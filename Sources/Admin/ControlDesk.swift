/// What the control plane's handlers get: all worlds, because each call says by `world=NAME` which one it is about.
package struct ControlDesk: Sendable {
    let worlds: any ControlledWorlds

    init(_ worlds: any ControlledWorlds) {
        self.worlds = worlds
    }
}
