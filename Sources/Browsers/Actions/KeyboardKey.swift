/// A key of a US keyboard, with what pages are told of it (UI Events, `key` and `code`).
package struct KeyboardKey: Sendable, Hashable {
    /// What it is without Shift, for example `a`, `1` or `Enter`.
    package let name: String
    /// What it is with Shift; the same where Shift changes nothing.
    package let shiftedName: String
    /// Where it lies, for example `KeyA`.
    package let code: String
    /// The number that older scripts know it by.
    package let number: Int64
    /// What it puts into a text without Shift; empty if nothing.
    package let text: String
    /// What it holds while it is down; nothing for most keys.
    package let modifiers: KeyModifiers

    /// A key with a sign on it.
    private init(sign: Character, shifted: Character, code: String, number: Int64) {
        name = String(sign)
        shiftedName = String(shifted)
        self.code = code
        self.number = number
        text = String(sign)
        modifiers = []
    }

    /// A key with a name.
    private init(_ name: String, code: String? = nil, _ number: Int64, text: String = "", holds: KeyModifiers = []) {
        self.name = name
        shiftedName = name
        self.code = code ?? name
        self.number = number
        self.text = text
        modifiers = holds
    }

    /// Whether it puts its own sign into a text.
    package var isSign: Bool { name == text }

    /// What pages are told that it is.
    func name(isShifted: Bool) -> String { isShifted ? shiftedName : name }

    /// What it puts into a text.
    func text(isShifted: Bool) -> String { isShifted && isSign ? shiftedName : text }

    // MARK: Finding one

    /// The key of this name, in any case: `a`, `Enter`, `ArrowLeft`, `F5`. A sign that takes Shift is its key without it.
    package static func named(_ name: String) -> KeyboardKey? { byName[name.lowercased()] }

    /// The key that types this character, and whether it takes Shift; nil if a US keyboard has none.
    package static func typing(_ character: Character) -> (key: KeyboardKey, isShifted: Bool)? {
        byCharacter[character]
    }

    private static let byName = Dictionary(
        all.flatMap { key in [(key.name.lowercased(), key), (key.shiftedName.lowercased(), key)] },
        uniquingKeysWith: { first, _ in first })

    private static let byCharacter: [Character: (key: KeyboardKey, isShifted: Bool)] = {
        var found: [Character: (key: KeyboardKey, isShifted: Bool)] = [:]
        for key in all where key.isSign {
            found[Character(key.shiftedName)] = (key, true)
            found[Character(key.name)] = (key, false)
        }
        for (character, name) in [("\n", "Enter"), ("\r", "Enter"), ("\r\n", "Enter"), ("\t", "Tab")] {
            if let key = all.first(where: { $0.name == name }) { found[Character(character)] = (key, false) }
        }
        return found
    }()

    // MARK: The keyboard

    /// Every key.
    package static let all = signs + named + functions + holding

    private static let signs: [KeyboardKey] =
        zip("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ").map { small, capital in
            KeyboardKey(
                sign: small, shifted: capital, code: "Key\(capital)", number: Int64(capital.asciiValue ?? 0))
        }
        + zip("0123456789", ")!@#$%^&*(").map { digit, shifted in
            KeyboardKey(sign: digit, shifted: shifted, code: "Digit\(digit)", number: Int64(digit.asciiValue ?? 0))
        }
        + [
            KeyboardKey(sign: " ", shifted: " ", code: "Space", number: 32),
            KeyboardKey(sign: ";", shifted: ":", code: "Semicolon", number: 186),
            KeyboardKey(sign: "=", shifted: "+", code: "Equal", number: 187),
            KeyboardKey(sign: ",", shifted: "<", code: "Comma", number: 188),
            KeyboardKey(sign: "-", shifted: "_", code: "Minus", number: 189),
            KeyboardKey(sign: ".", shifted: ">", code: "Period", number: 190),
            KeyboardKey(sign: "/", shifted: "?", code: "Slash", number: 191),
            KeyboardKey(sign: "`", shifted: "~", code: "Backquote", number: 192),
            KeyboardKey(sign: "[", shifted: "{", code: "BracketLeft", number: 219),
            KeyboardKey(sign: "\\", shifted: "|", code: "Backslash", number: 220),
            KeyboardKey(sign: "]", shifted: "}", code: "BracketRight", number: 221),
            KeyboardKey(sign: "'", shifted: "\"", code: "Quote", number: 222),
        ]

    private static let named = [
        KeyboardKey("Backspace", 8), KeyboardKey("Tab", 9), KeyboardKey("Enter", 13, text: "\r"),
        KeyboardKey("CapsLock", 20), KeyboardKey("Escape", 27), KeyboardKey("PageUp", 33), KeyboardKey("PageDown", 34),
        KeyboardKey("End", 35), KeyboardKey("Home", 36), KeyboardKey("ArrowLeft", 37), KeyboardKey("ArrowUp", 38),
        KeyboardKey("ArrowRight", 39), KeyboardKey("ArrowDown", 40), KeyboardKey("Insert", 45),
        KeyboardKey("Delete", 46), KeyboardKey("NumLock", 144),
    ]

    private static let functions = (1...12).map { KeyboardKey("F\($0)", 111 + Int64($0)) }

    private static let holding = [
        KeyboardKey("Shift", code: "ShiftLeft", 16, holds: .shift),
        KeyboardKey("Control", code: "ControlLeft", 17, holds: .control),
        KeyboardKey("Alt", code: "AltLeft", 18, holds: .alt),
        KeyboardKey("Meta", code: "MetaLeft", 91, holds: .meta),
    ]
}

/// The keys that change what others do while they are down, as DevTools adds them up.
package struct KeyModifiers: OptionSet, Sendable, Hashable {
    /// The sum.
    package let rawValue: Int64

    /// The keys of this sum.
    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Alt.
    package static let alt = KeyModifiers(rawValue: 1)
    /// Control.
    package static let control = KeyModifiers(rawValue: 2)
    /// Command, or the Windows key.
    package static let meta = KeyModifiers(rawValue: 4)
    /// Shift.
    package static let shift = KeyModifiers(rawValue: 8)
}

/// What keys that are pressed together mean to a text or to a browser, whichever of its pages they go to.
package enum KeyCommand: Sendable, Hashable {
    case selectAll, copy, cut, paste, undo, redo
    case reload, back, forward, newPage, closePage

    /// What `key` means while `modifiers` are down; nil if it is nothing but the key.
    package init?(_ key: KeyboardKey, with modifiers: KeyModifiers) {
        let isCommand = modifiers.contains(.control) || modifiers.contains(.meta)
        switch (key.name, isCommand, modifiers.contains(.alt)) {
        case ("a", true, false): self = .selectAll
        case ("c", true, false): self = .copy
        case ("x", true, false): self = .cut
        case ("v", true, false): self = .paste
        case ("z", true, false): self = modifiers.contains(.shift) ? .redo : .undo
        case ("y", true, false): self = .redo
        case ("r", true, false), ("F5", _, false): self = .reload
        case ("t", true, false): self = .newPage
        case ("w", true, false): self = .closePage
        case ("ArrowLeft", false, true): self = .back
        case ("ArrowRight", false, true): self = .forward
        default: return nil
        }
    }

    /// The name of the command for the editor of a page; nil if it is one for the browser.
    var editing: String? {
        switch self {
        case .selectAll: "selectAll"
        case .copy: "copy"
        case .cut: "cut"
        case .paste: "paste"
        case .undo: "undo"
        case .redo: "redo"
        case .reload, .back, .forward, .newPage, .closePage: nil
        }
    }
}
