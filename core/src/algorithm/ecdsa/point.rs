//! Points of a curve `y² = x³ - 3x + b`.

use super::curve::Curve;
use super::number::Number;

/// A point with its own coordinates, in Montgomery's form. It is never the infinite one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine<C: Curve> {
    pub(crate) x: Number<C::Field>,
    pub(crate) y: Number<C::Field>,
}

/// A point in Jacobian coordinates: `(x / z², y / z³)`, or the infinite one if `z` is zero.
///
/// `x` and `z` weigh 1, `y` at most 2.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point<C: Curve> {
    pub(crate) x: Number<C::Field>,
    pub(crate) y: Number<C::Field>,
    pub(crate) z: Number<C::Field>,
}

impl<C: Curve> Affine<C> {
    pub(crate) fn generator() -> Self {
        let [x, y] = C::GENERATOR.map(Number::enter);
        Self { x, y }
    }

    /// The point with these big-endian coordinates, if it is on the curve.
    pub(crate) fn new(x: &[u8], y: &[u8]) -> Option<Self> {
        let (x, y) = (Number::from_bytes(x)?.enter(), Number::from_bytes(y)?.enter());
        let three = Number::one() + Number::one().double();
        let right = (x.square() - three) * x + C::B.enter();
        y.square().is_congruent(right).then_some(Self { x, y })
    }
}

impl<C: Curve> From<Affine<C>> for Point<C> {
    fn from(Affine { x, y }: Affine<C>) -> Self {
        Self { x, y, z: Number::one() }
    }
}

impl<C: Curve> Point<C> {
    pub(crate) const INFINITE: Self = Self { x: Number::ZERO, y: Number::ZERO, z: Number::ZERO };

    pub(crate) fn is_infinite(self) -> bool {
        self.z.is_zero()
    }

    /// `dbl-2001-b` of the [formulas database]. It is right for the infinite point too; there is no
    /// other whose double is infinite, since the order of the curve is odd.
    ///
    /// [formulas database]: https://hyperelliptic.org/EFD/g1p/auto-shortw-jacobian-3.html
    pub(crate) fn double(self) -> Self {
        let delta = self.z.square();
        let gamma_2 = self.y.square().double();
        let gamma_4 = gamma_2.double();
        let beta_4 = self.x * gamma_4;
        let alpha = (self.x - delta) * (self.x + delta);
        let alpha = alpha + alpha.double();
        let x = (alpha.square() - beta_4.double()).reduced();
        let y = alpha * (beta_4 - x) - gamma_2 * gamma_4;
        Self { x, y, z: self.y.double() * self.z }
    }

    /// With any other point, also with itself, its negative, or the infinite one.
    pub(crate) fn add(self, other: Affine<C>) -> Self {
        let z_squared = self.z.square();
        let z_cubed = self.z * z_squared;
        // How far the other point is to the right and above, both times a power of `z`.
        let right = other.x * z_squared - self.x;
        let above = other.y * z_cubed - self.y;
        let z = self.z * right;
        if z.is_zero() {
            return self.add_in_line(other, above);
        }
        let right_squared = right.square();
        let right_cubed = right * right_squared;
        let middle = self.x * right_squared;
        let x = (above.square() - right_cubed - middle.double()).reduced();
        let y = above * (middle - x) - self.y * right_cubed;
        Self { x, y, z }
    }

    /// With a point that is neither to the left nor to the right.
    #[cold]
    fn add_in_line(self, other: Affine<C>, above: Number<C::Field>) -> Self {
        if self.is_infinite() {
            return other.into();
        }
        if above.reduced().is_zero() { self.double() } else { Self::INFINITE }
    }
}
