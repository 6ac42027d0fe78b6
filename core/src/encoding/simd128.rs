//! For WebAssembly with SIMD: four groups of characters at a time, without a table.

use core::arch::wasm32::{
    i8x16_splat, u8x16_add, u8x16_all_true, u8x16_eq, u8x16_lt, u8x16_shuffle, u8x16_splat,
    u8x16_sub, u16x8_shl, u16x8_shr, u16x8_splat, u32x4, u32x4_extract_lane, u32x4_shl, u32x4_shr,
    u32x4_splat, v128, v128_and, v128_or,
};

use super::decode_groups;

/// Whether all characters are of the alphabet; then their bytes are written.
pub(super) fn decode_blocks(groups: &[[u8; 4]], decoded: &mut [[u8; 3]]) -> bool {
    let (blocks, groups) = groups.as_chunks::<4>();
    let (written, decoded) = decoded.split_at_mut(blocks.len() * 4);
    let (written, _) = written.as_flattened_mut().as_chunks_mut::<4>();
    let (written, _) = written.as_chunks_mut::<3>();
    let mut belong = u8x16_splat(0xff);
    for (written, block) in written.iter_mut().zip(blocks) {
        let [a, b, c, d] = block.map(u32::from_le_bytes);
        let (sextets, belongs) = sextets(u32x4(a, b, c, d));
        belong = v128_and(belong, belongs);
        let bytes = joined(sextets);
        *written = [
            u32x4_extract_lane::<0>(bytes).to_le_bytes(),
            u32x4_extract_lane::<1>(bytes).to_le_bytes(),
            u32x4_extract_lane::<2>(bytes).to_le_bytes(),
        ];
    }
    u8x16_all_true(belong) && decode_groups(groups, decoded)
}

/// The values of sixteen characters; and ones for each that belongs to the alphabet, else zeros.
fn sextets(characters: v128) -> (v128, v128) {
    let from =
        |first, count| u8x16_lt(u8x16_sub(characters, u8x16_splat(first)), u8x16_splat(count));
    let is = |character| u8x16_eq(characters, u8x16_splat(character));
    let (upper, lower, digit) = (from(b'A', 26), from(b'a', 26), from(b'0', 10));
    let (minus, underscore) = (is(b'-'), is(b'_'));
    // What is added to the character to give its value.
    let add = |is, distance| v128_and(is, i8x16_splat(distance));
    let letters = v128_or(add(upper, -65), add(lower, 26 - 97));
    let others = v128_or(add(minus, 62 - 45), add(underscore, 63 - 95));
    let distances = v128_or(v128_or(letters, add(digit, 52 - 48)), others);
    let belongs = v128_or(v128_or(v128_or(upper, lower), digit), v128_or(minus, underscore));
    (u8x16_add(characters, distances), belongs)
}

/// Twelve bytes of sixteen times six bits.
fn joined(sextets: v128) -> v128 {
    let first = v128_and(sextets, u16x8_splat(0x00ff));
    let twelve = v128_or(u16x8_shl(first, 6), u16x8_shr(sextets, 8));
    let first = v128_and(twelve, u32x4_splat(0x0000_ffff));
    let groups = v128_or(u32x4_shl(first, 12), u32x4_shr(twelve, 16));
    // Each group has its first byte highest.
    u8x16_shuffle::<2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 3, 3, 3>(groups, groups)
}
