use alloc::vec;
use alloc::vec::Vec;

use num_bigint::{BigInt, Sign};
use proptest::collection::vec as bytes;
use proptest::prelude::{ProptestConfig, any};
use proptest::sample::Index;

use super::number::tests::modulus;
use super::oracle::{Oracle, padded};
use super::*;

/// Calls a generic function for every curve.
macro_rules! each_curve {
    ($check:ident($($argument:expr),*)) => {
        $check::<P256>($($argument),*);
        $check::<P384>($($argument),*);
        $check::<P521>($($argument),*);
    };
}

fn key<C: Curve>(sec1: &[u8]) -> PublicKey<C> {
    let (x, y) = sec1[1..].split_at(C::COORDINATE);
    PublicKey::new(x, y).unwrap()
}

fn order<C: Curve>() -> BigInt {
    modulus::<C::Order>()
}

fn sec1<C: Oracle>([x, y]: &[BigInt; 2]) -> Vec<u8> {
    [&[4][..], &padded::<C>(x), &padded::<C>(y)].concat()
}

/// What we say, if the oracle says the same.
fn verifies<C: Oracle>(sec1: &[u8], digest: &[u8], signature: &[u8]) -> bool {
    let (r, s) = signature.split_at(C::COORDINATE);
    let ours = key::<C>(sec1).check(r, s, digest).is_some();
    assert_eq!(ours, C::verifies(sec1, digest, signature), "{sec1:x?} {digest:x?} {signature:x?}");
    ours
}

fn pair<C: Oracle>(r: &BigInt, s: &BigInt) -> Vec<u8> {
    [padded::<C>(r), padded::<C>(s)].concat()
}

fn digest_length<C: Curve>() -> usize {
    <C::Hash as sha2::Digest>::output_size()
}

/// Numbers at the borders of what is allowed.
fn borders<C: Oracle>() -> Vec<BigInt> {
    let (order, field) = (order::<C>(), modulus::<C::Field>());
    let mut borders: Vec<BigInt> = [0, 1, 2, 3].map(BigInt::from).into();
    borders.extend([&order - 2, &order - 1, order.clone(), &order + 1, &order >> 1]);
    let wrapped = &field - &order;
    borders.extend([&wrapped - 1, wrapped.clone(), wrapped + 1, &field - 1, field]);
    borders.push((BigInt::from(1) << (8 * C::COORDINATE)) - 1);
    borders
}

fn borders_agree<C: Oracle>() {
    let generator = C::multiple(&1.into()).unwrap();
    let negative = C::multiple(&(order::<C>() - 1)).unwrap();
    let other = C::multiple(&0xabcdef.into()).unwrap();
    let [zeros, ones] = [0, 0xff].map(|byte| vec![byte; digest_length::<C>()]);
    for point in [&generator, &negative, &other] {
        let borders = borders::<C>();
        let x = &point[0] % order::<C>();
        let key = key::<C>(&sec1::<C>(point));
        for r in borders.iter().chain([&x]) {
            for s in borders.iter().chain([&x]) {
                let signature = pair::<C>(r, s);
                for digest in [&zeros, &ones] {
                    let (r, s) = signature.split_at(C::COORDINATE);
                    let ours = key.check(r, s, digest).is_some();
                    assert_eq!(ours, C::verifies(&sec1::<C>(point), digest, &signature));
                }
            }
        }
        // No hash, so that only the key counts: r = s makes its factor 1.
        assert!(verifies::<C>(&sec1::<C>(point), &zeros, &pair::<C>(&x, &x)));
    }
}

#[test]
fn numbers_at_the_borders_p256() {
    borders_agree::<P256>();
}

#[test]
fn numbers_at_the_borders_p384() {
    borders_agree::<P384>();
}

#[test]
fn numbers_at_the_borders_p521() {
    borders_agree::<P521>();
}

/// The key is the generator, so that the terms are equal if the digest is `r`, and cancel each
/// other if it is `-r`.
fn terms_in_line<C: Oracle>() {
    let order = order::<C>();
    let generator = sec1::<C>(&C::multiple(&1.into()).unwrap());
    let mut checked = 0;
    for factor in 2..5 {
        let r = &C::multiple(&(2 * factor).into()).unwrap()[0] % &order;
        let s = &r * BigInt::from(factor).modinv(&order).unwrap() % &order;
        let digest = padded::<C>(&r);
        assert!(verifies::<C>(&generator, &digest, &pair::<C>(&r, &s)));
        let digest = padded::<C>(&(&order - &r));
        assert!(!verifies::<C>(&generator, &digest, &pair::<C>(&r, &s)));
        checked += 1;
    }
    assert_eq!(checked, 3);
}

#[test]
fn equal_and_opposite_terms() {
    each_curve!(terms_in_line());
}

/// Points whose `x` is the order or above. They are the keys themselves, with factor 1.
fn wrapped_x<C: Oracle>() {
    let zeros = vec![0; digest_length::<C>()];
    let mut checked = 0;
    for more in 1..20 {
        let x = order::<C>() + more;
        let Some(point) = C::point(&[&[2][..], &padded::<C>(&x)].concat()) else { continue };
        let r = BigInt::from(more);
        assert!(verifies::<C>(&point, &zeros, &pair::<C>(&r, &r)));
        assert!(!verifies::<C>(&point, &zeros, &pair::<C>(&(r.clone() + 1), &(r + 1))));
        checked += 1;
    }
    assert!(checked > 3);
}

#[test]
fn x_above_the_order() {
    each_curve!(wrapped_x());
}

fn refused_keys<C: Oracle>() {
    let refused = |x: &[u8], y: &[u8]| match PublicKey::<C>::new(x, y) {
        Err(error) => assert_eq!(error, KeyError::NotOnCurve { curve: C::NAME }),
        Ok(_) => panic!("{x:x?} {y:x?}"),
    };
    let field = modulus::<C::Field>();
    let zero = padded::<C>(&BigInt::ZERO);
    refused(&zero, &zero);
    refused(&padded::<C>(&field), &zero);
    refused(&vec![0xff; C::COORDINATE], &zero);
    let mut checked = 0;
    for x in 0..20 {
        let sec1 = [&[2][..], &padded::<C>(&x.into())].concat();
        let point = C::point(&sec1);
        if let Some(point) = &point {
            let (x, y) = point[1..].split_at(C::COORDINATE);
            assert!(PublicKey::<C>::new(x, y).is_ok());
            // The same number modulo the field, written in another way.
            let again = padded::<C>(&(BigInt::from_bytes_be(Sign::Plus, x) + &field));
            refused(&again, y);
            let mut wrong = y.to_vec();
            *wrong.last_mut().unwrap() ^= 1;
            refused(x, &wrong);
            refused(y, x);
            checked += 1;
        }
    }
    assert!(checked > 3);
    let error = PublicKey::<C>::new(&zero[1..], &zero).unwrap_err();
    let (actual, expected) = (C::COORDINATE - 1, C::COORDINATE);
    assert_eq!(error, KeyError::Length { member: "x", actual, expected });
}

#[test]
fn keys_are_points_of_the_curve() {
    each_curve!(refused_keys());
}

/// By the textbook (SEC 1 section 4.1.3).
fn sign<C: Oracle>(secret: &BigInt, nonce: &BigInt, digest: &[u8]) -> Vec<u8> {
    let order = order::<C>();
    let r = &C::multiple(nonce).unwrap()[0] % &order;
    let digest = BigInt::from_bytes_be(Sign::Plus, digest);
    let s = nonce.modinv(&order).unwrap() * (digest + &r * secret) % &order;
    pair::<C>(&r, &s)
}

fn agree<C: Oracle>(
    secrets: [&[u8]; 2],
    digest: &[u8],
    (bit, key_bit): (Index, Index),
    noise: &[u8],
) {
    let [secret, nonce] =
        secrets.map(|bytes| BigInt::from_bytes_be(Sign::Plus, bytes) % (order::<C>() - 1) + 1);
    let digest = &digest[..digest_length::<C>()];
    let point = C::multiple(&secret).unwrap();
    let signature = sign::<C>(&secret, &nonce, digest);
    let sec1 = sec1::<C>(&point);
    let key = key::<C>(&sec1);
    let check = |digest: &[u8], signature: &[u8]| {
        let (r, s) = signature.split_at(C::COORDINATE);
        key.check(r, s, digest).is_some()
    };
    assert!(check(digest, &signature));
    let (r, s) = signature.split_at(C::COORDINATE);
    let negative_s = order::<C>() - BigInt::from_bytes_be(Sign::Plus, s);
    assert!(check(digest, &[r, &padded::<C>(&negative_s)].concat()));

    let flip = |bytes: &[u8], index: Index| {
        let mut bytes = bytes.to_vec();
        let bit = index.index(8 * bytes.len());
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    };
    for (digest, signature) in [
        (flip(digest, bit), signature.clone()),
        (digest.to_vec(), flip(&signature, bit)),
        (digest.to_vec(), [s, r].concat()),
        (digest.to_vec(), noise[..signature.len()].to_vec()),
    ] {
        assert_eq!(check(&digest, &signature), C::verifies(&sec1, &digest, &signature));
    }
    let other = flip(&sec1[1..], key_bit);
    let (x, y) = other.split_at(C::COORDINATE);
    let expected = C::point(&[&[4][..], &other].concat()).is_some();
    assert_eq!(PublicKey::<C>::new(x, y).is_ok(), expected);
}

proptest::proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn signatures_are_judged_as_by_the_oracle(
        secret in bytes(any::<u8>(), 66),
        nonce in bytes(any::<u8>(), 66),
        digest in bytes(any::<u8>(), 64),
        bits: (Index, Index),
        noise in bytes(any::<u8>(), 132),
    ) {
        each_curve!(agree([&secret, &nonce], &digest, bits, &noise));
    }
}
