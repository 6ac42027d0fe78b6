//! IP addresses, and ranges of them.
//!
//! How AWS reads them is recorded (`vectors/aws/conditions.json`, ids `ip-*`): IPv4 is four decimal
//! numbers, zeros in front allowed; IPv6 is read by splitting at `::` and then at `:`, where empty
//! text at the end is dropped and other empty text is a zero. So `2001:db8:::1` and `2001:db8::1:`
//! are both `2001:db8::1`.

use alloc::vec::Vec;
use core::net::{Ipv4Addr, Ipv6Addr};

use crate::decision::Confidence;

/// The address of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::aws) enum Address {
    V4(u32),
    V6(u128),
}

/// A range of a policy: an address and a prefix, by default the whole address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::aws) enum Network {
    V4 { base: u32, mask: u32 },
    V6 { base: u128, mask: u128 },
}

impl Address {
    /// An IPv4-mapped IPv6 address is its IPv4 address. Dotted notation has no other place in IPv6.
    pub(super) fn read(text: &str) -> Option<(Self, Confidence)> {
        if !text.contains(':') {
            return v4(text).map(|(address, confidence)| (Self::V4(address), confidence));
        }
        if text.contains('.') {
            let (prefix, dotted) = text.rsplit_once(':')?;
            let (prefix, _) = v6(&alloc::format!("{prefix}:0:0"))?;
            let (address, _) = v4(dotted).filter(|_| prefix == MAPPED)?;
            return Some((Self::V4(address), Confidence::Observed));
        }
        let (address, confidence) = v6(text)?;
        Some(match u32::try_from(address ^ MAPPED) {
            Ok(mapped) => (Self::V4(mapped), Confidence::Observed),
            Err(_) => (Self::V6(address), confidence),
        })
    }
}

/// Whether AWS reads an address in this text.
pub(crate) fn is_address(text: &str) -> bool {
    Address::read(text).is_some()
}

/// Whether a range, as policies write them, holds an address.
pub(crate) fn is_in_range(range: &str, address: &str) -> bool {
    let network = Network::read(range).map(|(network, _)| network);
    let address = Address::read(address).map(|(address, _)| address);
    network.zip(address).is_some_and(|(network, address)| network.contains(address))
}

/// Whether a range holds no address under which a call can reach AWS.
pub(crate) fn is_private(range: &str) -> bool {
    let network = Network::read(range).map(|(network, _)| network);
    network.is_some_and(|network| PRIVATE.iter().any(|it| it.covers(network)))
}

impl Network {
    pub(super) fn read(text: &str) -> Option<(Self, Confidence)> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        if address.contains(':') {
            let (base, confidence) = v6(address)?;
            let (mask, spelt) = match prefix {
                Some(prefix) => length(prefix, u128::BITS)?,
                None => (u128::BITS, Confidence::Observed),
            };
            let mask = u128::MAX.checked_shl(u128::BITS - mask).unwrap_or(0);
            return Some((
                Self::V6 { base, mask },
                confidence.max(spelt).max(seen(base & !mask == 0)),
            ));
        }
        let (base, confidence) = v4(address)?;
        let (mask, spelt) = match prefix {
            Some(prefix) => length(prefix, u32::BITS)?,
            None => (u32::BITS, Confidence::Documented),
        };
        let mask = u32::MAX.checked_shl(u32::BITS - mask).unwrap_or(0);
        Some((Self::V4 { base, mask }, confidence.max(spelt).max(seen(base & !mask == 0))))
    }

    /// Bits beyond the prefix are ignored in IPv4; in IPv6 they keep the range from ever matching.
    pub(super) fn contains(self, address: Address) -> bool {
        match (self, address) {
            (Self::V4 { base, mask }, Address::V4(address)) => address & mask == base & mask,
            (Self::V6 { base, mask }, Address::V6(address)) => address & mask == base,
            _ => false,
        }
    }

    /// Whether it holds all of the other.
    fn covers(self, other: Self) -> bool {
        match (self, other) {
            (Self::V4 { base, mask }, Self::V4 { base: at, mask: of }) => {
                of & mask == mask && at & mask == base
            }
            (Self::V6 { base, mask }, Self::V6 { base: at, mask: of }) => {
                of & mask == mask && at & mask == base
            }
            _ => false,
        }
    }

    /// Whether no address lies in it, because it is IPv6 and has bits beyond the prefix.
    pub(super) fn has_host_bits(self) -> bool {
        matches!(self, Self::V6 { base, mask } if base & !mask != 0)
    }
}

/// Private (RFC 1918, RFC 4193), loopback (RFC 1122, RFC 4291) and link-local (RFC 3927, RFC 4291).
const PRIVATE: [Network; 8] = [
    Network::V4 { base: 0x0a00_0000, mask: 0xff00_0000 },
    Network::V4 { base: 0xac10_0000, mask: 0xfff0_0000 },
    Network::V4 { base: 0xc0a8_0000, mask: 0xffff_0000 },
    Network::V4 { base: 0x7f00_0000, mask: 0xff00_0000 },
    Network::V4 { base: 0xa9fe_0000, mask: 0xffff_0000 },
    Network::V6 { base: 0xfc << 120, mask: 0xfe << 120 },
    Network::V6 { base: 1, mask: u128::MAX },
    Network::V6 { base: 0xfe80 << 112, mask: 0xffc0 << 112 },
];

fn v4(text: &str) -> Option<(u32, Confidence)> {
    let mut parts = text.split('.').map(|part| decimal(part, 3).filter(|part| *part < 256));
    let mut address = 0;
    for _ in 0..4 {
        address = address << 8 | parts.next()??;
    }
    let strict = text.parse::<Ipv4Addr>().is_ok();
    parts.next().is_none().then_some((address, seen(strict)))
}

/// Without dotted notation.
fn v6(text: &str) -> Option<(u128, Confidence)> {
    let mut parts = text.split("::");
    let (head, tail) = (parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let head = groups(head)?;
    let address = match tail.map(groups) {
        None if head.len() == 8 => joined(&head),
        None => return None,
        Some(tail) => {
            let tail = tail?;
            if head.len() + tail.len() > 7 {
                return None;
            }
            let gap = 8_usize.checked_sub(head.len())?;
            joined(&head) << (16 * u32::try_from(gap).ok()?).min(u128::BITS - 1) | joined(&tail)
        }
    };
    Some((address, seen(text.parse::<Ipv6Addr>().is_ok())))
}

fn groups(text: &str) -> Option<Vec<u16>> {
    let mut groups: Vec<&str> = text.split(':').collect();
    while groups.last() == Some(&"") {
        groups.pop();
    }
    groups.into_iter().map(group).collect()
}

fn group(text: &str) -> Option<u16> {
    match text.len() {
        0 => Some(0),
        1..=4 if text.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
            u16::from_str_radix(text, 16).ok()
        }
        _ => None,
    }
}

fn joined(groups: &[u16]) -> u128 {
    groups.iter().fold(0, |address, group| address << 16 | u128::from(*group))
}

/// The length of a prefix. Zeros and a plus sign in front are recorded to be taken.
fn length(text: &str, most: u32) -> Option<(u32, Confidence)> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let length = decimal(digits, 9).filter(|length| *length <= most)?;
    let strict = text == "0" || !text.starts_with(['+', '0']);
    Some((length, seen(strict)))
}

fn decimal(text: &str, most_digits: usize) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    (digits && text.len() <= most_digits).then(|| text.parse().ok()).flatten()
}

fn seen(strict: bool) -> Confidence {
    if strict { Confidence::Documented } else { Confidence::Observed }
}

/// `::ffff:0:0`
const MAPPED: u128 = 0xffff << 32;

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    fn address(text: &str) -> Option<Address> {
        Address::read(text).map(|(address, _)| address)
    }

    fn v6(text: &str) -> Option<Address> {
        Some(Address::V6(text.parse::<Ipv6Addr>().unwrap().to_bits()))
    }

    fn v4(text: &str) -> Option<Address> {
        Some(Address::V4(text.parse::<Ipv4Addr>().unwrap().to_bits()))
    }

    #[test]
    fn addresses_as_recorded() {
        for (text, expected) in [
            ("192.0.2.1", v4("192.0.2.1")),
            ("192.000.002.001", v4("192.0.2.1")),
            ("::ffff:192.0.2.1", v4("192.0.2.1")),
            ("::FFFF:c000:201", v4("192.0.2.1")),
            ("0:0:0:0:0:ffff:192.0.2.1", v4("192.0.2.1")),
            ("2001:DB8:0000::0001", v6("2001:db8::1")),
            ("2001:db8:0:1::", v6("2001:db8:0:1::")),
            ("2001:db8:::1", v6("2001:db8::1")),
            ("2001:db8::1:", v6("2001:db8::1")),
            ("2001:db8:0:0:0:0:0:1:", v6("2001:db8::1")),
            (":2001:db8::1", v6("0:2001:db8::1")),
            ("::1", v6("::1")),
            ("::", v6("::")),
            (":::", v6("::")),
            ("::1:2:3:4:5:6:7", v6("0:1:2:3:4:5:6:7")),
            ("1:2:3:4:5:6:7::", v6("1:2:3:4:5:6:7:0")),
        ] {
            assert_eq!(address(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "",
            ":",
            "not-an-ip",
            "192.0.513",
            "3221225985",
            "192.0.2.256",
            "192.0.2.1.",
            "192.0.2.+1",
            "192.0.2.1/32",
            " 192.0.2.1 ",
            "::192.0.2.1",
            "2001:db8::192.0.2.1",
            "::ffff:::192.0.2.1",
            "::ffff:192.0.2.1:",
            "2001:db8::::1",
            "2001::db8::1",
            "2001::db8:::1",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4::5:6:7:8",
            "12345::",
            "+1::",
            "fe80::1%eth0",
            "fe80::1%1",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn ranges() {
        let contains = |network: &str, text: &str| {
            Network::read(network).map(|(network, _)| network.contains(address(text).unwrap()))
        };
        for (network, text, expected) in [
            ("192.0.2.0/24", "192.0.2.255", Some(true)),
            ("192.0.2.0/24", "192.0.3.0", Some(false)),
            ("192.0.2.5/24", "192.0.2.1", Some(true)),
            ("192.0.2.0/+24", "192.0.2.1", Some(true)),
            ("192.0.2.0/024", "192.0.2.1", Some(true)),
            ("192.0.2.1", "192.0.2.1", Some(true)),
            ("192.0.2.1", "192.0.2.2", Some(false)),
            ("192.0.2.0/0", "203.0.113.1", Some(true)),
            ("0.0.0.0/0", "2001:db8::1", Some(false)),
            ("::/0", "192.0.2.1", Some(false)),
            ("::/0", "::ffff:192.0.2.1", Some(false)),
            ("::ffff:c000:200/120", "::ffff:c000:201", Some(false)),
            ("2001:db8::/064", "2001:db8::1", Some(true)),
            ("2001:db8::5/64", "2001:db8::5", Some(false)),
            ("2001:db8::4/127", "2001:db8::5", Some(true)),
            ("2001:db8::1", "2001:db8::1", Some(true)),
            ("192.0.2.0/33", "192.0.2.0", None),
            ("192.0.2.0/-1", "192.0.2.0", None),
            ("192.0.2.0/", "192.0.2.0", None),
            ("192.0.2.0/24/24", "192.0.2.0", None),
            ("2001:db8::/129", "2001:db8::", None),
            ("::ffff:192.0.2.0/120", "192.0.2.0", None),
        ] {
            assert_eq!(contains(network, text), expected, "{network} {text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn standard_spellings_mean_what_they_say(bits: u128, prefix in 0_u32..=128) {
            let text = Ipv6Addr::from_bits(bits).to_string();
            let read = address(&text).unwrap();
            assert_eq!(read, match u32::try_from(bits ^ MAPPED) {
                Ok(v4) => Address::V4(v4),
                Err(_) => Address::V6(bits),
            });
            let base = bits & u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
            let network = alloc::format!("{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}/{prefix}",
                base >> 112, base >> 96 & 0xffff, base >> 80 & 0xffff, base >> 64 & 0xffff,
                base >> 48 & 0xffff, base >> 32 & 0xffff, base >> 16 & 0xffff, base & 0xffff);
            let (network, _) = Network::read(&network).unwrap();
            assert!(!network.has_host_bits());
            assert_eq!(network.contains(read), matches!(read, Address::V6(_)));
        }

        #[test]
        fn nothing_panics(text in "[0-9a-f:./+%]{0,50}") {
            let _ = (Address::read(&text), Network::read(&text));
        }
    }
}
