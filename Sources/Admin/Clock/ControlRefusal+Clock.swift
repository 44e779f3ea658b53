import HTTPTypes
import Kernel

extension ControlRefusal {
    /// A world's clock only goes forwards.
    init(_ refusal: ClockRefusal) {
        let message =
            switch refusal {
            case .backwards(let now, let wanted):
                "The clock shows \(now) and does not go back to \(wanted); POST /_drydock/reset starts the world anew"
            case .negative(let span):
                "The clock does not go back by \(span); POST /_drydock/reset starts the world anew"
            }
        self.init(.conflict, message, code: "clock.backwards")
    }
}
