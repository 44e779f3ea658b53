import Kernel

/// The keyboard: a US one.
extension SessionBrowser {
    /// Types a text character by character, `delay` of real time after each.
    ///
    /// What a US keyboard has no key for is put in without one: pages then see the input and no key.
    package func type(_ text: String, delay: Duration = .zero) async throws(BrowserFailure) {
        let page = try await selectedPage()
        for character in text {
            if let (key, isShifted) = KeyboardKey.typing(character) {
                try await press(key, isShifted: isShifted, on: page)
            } else {
                _ = try await command("Input.insertText", ["text": .string(String(character))], on: page)
            }
            try await pause(delay)
        }
    }

    /// Presses keys together, in this order, holds them for that long in real time, and releases them in the reverse order.
    ///
    /// DevTools' key events do not reach the browser around the page, so its own shortcuts are done by hand.
    package func press(_ keys: [KeyboardKey], holding time: Duration = .zero) async throws(BrowserFailure) {
        let page = try await selectedPage()
        var held: KeyModifiers = []
        var commands: [KeyCommand] = []
        for key in keys {
            held.formUnion(key.modifiers)
            let meaning = KeyCommand(key, with: held)
            if let meaning, meaning.editing == nil { commands.append(meaning) }
            try await dispatch(key, down: true, held: held, commands: meaning?.editing, on: page)
        }
        try await pause(time)
        for key in keys.reversed() {
            held.subtract(key.modifiers)
            try await dispatch(key, down: false, held: held, on: page)
        }
        for command in commands { try await perform(command, on: page) }
    }

    private func perform(_ shortcut: KeyCommand, on page: BrowserPage) async throws(BrowserFailure) {
        switch shortcut {
        case .reload: try await reload(page)
        case .back: try await goThroughHistory(by: -1, on: page)
        case .forward: try await goThroughHistory(by: 1, on: page)
        case .newPage: _ = try await command("Target.createTarget", ["url": "about:blank"])
        case .closePage: _ = try await command("Target.closeTarget", ["targetId": .string(page.id)])
        case .selectAll, .copy, .cut, .paste, .undo, .redo: break
        }
    }

    // MARK: Events

    private func press(_ key: KeyboardKey, isShifted: Bool, on page: BrowserPage) async throws(BrowserFailure) {
        var down = Self.description(of: key, isShifted: isShifted)
        down["type"] = "keyDown"
        let text = key.text(isShifted: isShifted)
        if !text.isEmpty { down["text"] = .string(text) }
        _ = try await command("Input.dispatchKeyEvent", down, on: page)
        var up = Self.description(of: key, isShifted: isShifted)
        up["type"] = "keyUp"
        _ = try await command("Input.dispatchKeyEvent", up, on: page)
    }

    /// One half of a key that is pressed together with others. With nothing but Shift held it types, as it does alone.
    private func dispatch(
        _ key: KeyboardKey, down: Bool, held: KeyModifiers, commands: String? = nil, on page: BrowserPage
    ) async throws(BrowserFailure) {
        let isShifted = held.contains(.shift)
        var event = Self.description(of: key, isShifted: isShifted)
        event["modifiers"] = .integer(held.rawValue)
        let text = key.text(isShifted: isShifted)
        if !down {
            event["type"] = "keyUp"
        } else if held.isDisjoint(with: [.control, .meta, .alt]), !text.isEmpty {
            event["type"] = "keyDown"
            event["text"] = .string(text)
        } else {
            event["type"] = "rawKeyDown"
        }
        if let commands { event["commands"] = [.string(commands)] }
        _ = try await command("Input.dispatchKeyEvent", event, on: page)
    }

    private static func description(of key: KeyboardKey, isShifted: Bool) -> JSONObject {
        [
            "key": .string(key.name(isShifted: isShifted)), "code": .string(key.code),
            "windowsVirtualKeyCode": .integer(key.number),
        ]
    }

    private func pause(_ time: Duration) async throws(BrowserFailure) {
        guard time > .zero else { return }
        do { try await Task.sleep(for: time) } catch { throw .ended("Nobody waits any longer.") }
    }
}
