//! The only code of this kernel that differs between WebAssembly and the targets of its tests.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod array;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) use self::array::Pair;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use self::vector::Pair;

/// 1.5 * 2⁵². Between 2⁵² and 2⁵³ a float is a whole number whose bits count up with it, so this one
/// plus `n`, for |n| < 2⁵¹, has the bits of this one plus `n`.
const OFFSET: f64 = 6_755_399_441_055_744.0;

const OFFSET_BITS: i64 = OFFSET.to_bits().cast_signed();
