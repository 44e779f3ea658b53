/// A small bitmap font of our own: the signs of ASCII, five pixels wide and eight high, the last row for what hangs below.
enum BitmapFont {
    /// How wide a sign is, with the gap behind it.
    static let advance = 6
    /// How high a line is, with the gap below it.
    static let lineHeight = 10
    static let width = 5
    static let height = 8

    /// Whether the sign of `character` has a pixel at this place. What has no sign is a question mark.
    static func hasPixel(_ character: UInt8, column: Int, row: Int) -> Bool {
        let index = Int(character) - 32
        let sign = signs.indices.contains(index) ? signs[index] : signs[31]
        return sign >> UInt64((height - 1 - row) * width + (width - 1 - column)) & 1 == 1
    }

    /// From the blank to the tilde; each row by row from the top, the leftmost pixel first.
    private static let signs: [UInt64] = [
        0x00_0000_0000, 0x21_0842_0080, 0x52_8000_0000, 0x52_BEAF_A940, 0x23_E8E2_F880, 0xCE_4444_4E60, 0x64_A88A_C9A0,
        0x21_0000_0000, 0x11_1084_1040, 0x41_0421_1100, 0x01_2AEA_9000, 0x01_09F2_1000, 0x00_0000_1888, 0x00_01E0_0000,
        0x00_0000_3180, 0x08_4444_4200, 0x74_675C_C5C0, 0x23_0842_11C0, 0x74_4222_23E0, 0xF8_8820_C5C0, 0x11_952F_8840,
        0xFC_3C10_C5C0, 0x32_21E8_C5C0, 0xF8_4444_2100, 0x74_62E8_C5C0, 0x74_62F0_8980, 0x03_1806_3000, 0x03_1806_1100,
        0x11_1104_1040, 0x00_3E0F_8000, 0x41_0411_1100, 0x74_4222_0080, 0x74_6F5B_41C0, 0x74_63F8_C620, 0xF4_63E8_C7C0,
        0x74_6108_45C0, 0xE4_A318_CB80, 0xFC_21E8_43E0, 0xFC_21E8_4200, 0x74_6178_C5E0, 0x8C_63F8_C620, 0x71_0842_11C0,
        0x38_8421_4980, 0x8C_A98A_4A20, 0x84_2108_43E0, 0x8E_EB58_C620, 0x8E_6B38_C620, 0x74_6318_C5C0, 0xF4_63E8_4200,
        0x74_631A_C9A0, 0xF4_63EA_4A20, 0x7C_20E0_87C0, 0xF9_0842_1080, 0x8C_6318_C5C0, 0x8C_6318_A880, 0x8C_635A_EE20,
        0x8C_5445_4620, 0x8C_5442_1080, 0xF8_4444_43E0, 0x72_1084_21C0, 0x84_1041_0420, 0x70_8421_09C0, 0x22_A200_0000,
        0x00_0000_03E0, 0x41_0000_0000, 0x00_1C17_C5E0, 0x84_2D98_C7C0, 0x00_1D18_45C0, 0x08_5B38_C5E0, 0x00_1D1F_C1C0,
        0x32_51C4_2100, 0x00_1F18_BC2E, 0x84_2D98_C620, 0x20_1842_11C0, 0x10_0C21_0A4C, 0x84_254C_5240, 0x61_0842_11C0,
        0x00_355A_D620, 0x00_2D98_C620, 0x00_1D18_C5C0, 0x00_3D18_FA10, 0x00_1F18_BC21, 0x00_2D98_4200, 0x00_1F07_07C0,
        0x42_3884_24C0, 0x00_2318_CDA0, 0x00_2318_A880, 0x00_235A_D540, 0x00_22A2_2A20, 0x00_2318_BC2E, 0x00_3E22_23E0,
        0x19_0882_1060, 0x21_0842_1080, 0xC1_0822_1300, 0x00_1151_0000,
    ]
}
