//! The key store, in simulated time: what an issuer may do, what a stranger may cause.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

use assumable::{
    Answer, FetchError, Issuer, KeySet, KeyStore, KeyTimes, Limits, Seconds, Ticket, Timestamp,
    UntrustedToken, encoding,
};
use proptest::prelude::*;

const ISSUER: &str = "https://oidc.fly.io/acme";

struct World {
    store: KeyStore,
    now: i64,
    fetches: usize,
}

/// What a request for keys came to.
#[derive(Debug, PartialEq)]
enum Came {
    /// To keys, the token's among them or not.
    Keys {
        known: bool,
        refreshing: bool,
    },
    Fetching,
    Waiting,
    Unavailable(u32),
}

impl World {
    fn new() -> Self {
        let store = KeyStore::new([Issuer::new(ISSUER)], KeyTimes::default());
        Self { store, now: 1_800_000_000, fetches: 0 }
    }

    fn time(&self) -> Timestamp {
        Timestamp::from_seconds(self.now).unwrap()
    }

    /// Asks for the key of a token; the fetch that it causes is given back.
    fn ask(&mut self, key: &str) -> (Came, Option<Ticket>) {
        let text = token(key);
        let token = UntrustedToken::parse(&text, &Limits::default()).expect("a token");
        let now = self.time();
        let issuer = Issuer::new(ISSUER);
        let (came, ticket) = match self.store.keys_for(&issuer, token.header(), now).unwrap() {
            Answer::Use { keys, refresh } => {
                let known = keys.select(token.header()).is_ok();
                (Came::Keys { known, refreshing: refresh.is_some() }, refresh)
            }
            Answer::Fetch(ticket) => (Came::Fetching, Some(ticket)),
            Answer::Wait { until } => {
                assert!(until > now);
                (Came::Waiting, None)
            }
            Answer::Unavailable { retry_after, .. } => (Came::Unavailable(retry_after.0), None),
        };
        self.fetches += usize::from(ticket.is_some());
        (came, ticket)
    }

    /// Asks, and has the fetch that it causes, if any, end at once.
    fn ask_serving(&mut self, key: &str, served: Result<&[&str], FetchError>) -> Came {
        let (came, ticket) = self.ask(key);
        let Some(ticket) = ticket else { return came };
        self.end(ticket, served);
        match came {
            Came::Fetching => self.ask(key).0,
            came => came,
        }
    }

    fn end(&mut self, ticket: Ticket, served: Result<&[&str], FetchError>) {
        let now = self.time();
        self.store.fetched(ticket, served.map(|keys| (key_set(keys), None)), now);
    }
}

fn token(key: &str) -> String {
    let part = |text: &str| encoding::encode(text.as_bytes());
    let header = format!(r#"{{"alg":"EdDSA","kid":"{key}"}}"#);
    format!("{}.{}.{}", part(&header), part("{}"), part(&"s".repeat(64)))
}

fn key_set(names: &[&str]) -> KeySet {
    let key = |name: &&str| {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"{name}","x":"{x}"}}"#)
    };
    let keys: Vec<String> = names.iter().map(key).collect();
    KeySet::parse(&format!(r#"{{"keys":[{}]}}"#, keys.join(",")), &Limits::default()).unwrap()
}

const KNOWN: Came = Came::Keys { known: true, refreshing: false };
const UNKNOWN: Came = Came::Keys { known: false, refreshing: false };
const DOWN: Result<&[&str], FetchError> = Err(FetchError::Unreachable);

#[test]
fn many_cold_requests_cause_one_fetch() {
    let mut world = World::new();
    let (came, ticket) = world.ask("a");
    assert_eq!(came, Came::Fetching);
    for _ in 0..200 {
        assert_eq!(world.ask("a").0, Came::Waiting);
    }
    world.end(ticket.unwrap(), Ok(&["a"]));
    assert_eq!(world.ask("a").0, KNOWN);
    assert_eq!(world.fetches, 1);
}

#[test]
fn a_new_key_is_taken_at_once() {
    let mut world = World::new();
    world.ask_serving("a", Ok(&["a"]));
    world.now += 1;
    assert_eq!(world.ask_serving("b", Ok(&["a", "b"])), KNOWN);
    assert_eq!(world.fetches, 2);
}

#[test]
fn a_withdrawn_key_dies_with_the_next_refresh() {
    let mut world = World::new();
    world.ask_serving("a", Ok(&["a"]));
    world.now += 601;
    let stale = world.ask_serving("a", Ok(&["b"]));
    assert_eq!(stale, Came::Keys { known: true, refreshing: true });
    assert_eq!(world.ask_serving("a", Ok(&["b"])), UNKNOWN);
}

#[test]
fn with_the_issuer_down_known_keys_work_for_a_day_and_no_longer() {
    let mut world = World::new();
    world.ask_serving("a", Ok(&["a"]));
    world.now += 601;
    for _ in 0..1000 {
        assert!(matches!(world.ask_serving("a", DOWN), Came::Keys { known: true, .. }));
    }
    assert_eq!(world.fetches, 2, "one fetch in a cooldown");
    // Of an unknown key nothing can be said.
    assert_eq!(world.ask_serving("b", DOWN), Came::Unavailable(30));
    world.now += 86_400 - 602;
    assert!(matches!(world.ask_serving("a", DOWN), Came::Keys { known: true, .. }));
    world.now += 1;
    assert_eq!(world.ask_serving("a", DOWN), Came::Unavailable(29));
}

#[test]
fn made_up_keys_cause_one_fetch_in_a_cooldown_and_keep_no_new_key_out() {
    let mut world = World::new();
    world.ask_serving("a", Ok(&["a"]));
    for n in 0..10_000 {
        assert_eq!(world.ask_serving(&format!("made-up-{n}"), Ok(&["a"])), UNKNOWN);
    }
    assert_eq!(world.fetches, 2);
    world.now += 30;
    assert_eq!(world.ask_serving("made-up-again", Ok(&["a", "b"])), UNKNOWN);
    assert_eq!(world.ask_serving("b", DOWN), KNOWN, "the stranger's fetch brought it");
}

#[test]
fn one_made_up_key_does_not_use_up_every_fetch() {
    let mut world = World::new();
    world.ask_serving("a", Ok(&["a"]));
    world.ask_serving("made-up", Ok(&["a"]));
    world.now += 31;
    assert_eq!(world.ask_serving("made-up", Ok(&["a"])), UNKNOWN);
    assert_eq!(world.fetches, 2);
    assert_eq!(world.ask_serving("b", Ok(&["a", "b"])), KNOWN);
}

#[test]
fn a_fetch_that_nobody_reports_is_given_up() {
    let mut world = World::new();
    let (_, lost) = world.ask("a");
    world.now += 12;
    assert_eq!(world.ask("a").0, Came::Unavailable(2));
    world.now += 2;
    let (came, ticket) = world.ask("a");
    assert_eq!(came, Came::Fetching);
    world.end(lost.unwrap(), Ok(&["a"]));
    assert_eq!(world.ask("a").0, Came::Waiting, "a ticket that was given up changes nothing");
    world.end(ticket.unwrap(), Ok(&["a"]));
    assert_eq!(world.ask("a").0, KNOWN);
}

#[test]
fn without_keys_the_issuer_is_asked_again_soon_and_then_less_often() {
    let mut world = World::new();
    for pause in [2, 4, 8, 16, 30, 30] {
        world.ask_serving("a", DOWN);
        assert_eq!(world.ask("a").0, Came::Unavailable(pause));
        world.now += i64::from(pause);
    }
    world.ask_serving("a", Ok(&["a"]));
    assert_eq!(world.ask("a").0, KNOWN);
}

#[test]
fn a_clock_that_is_put_back_closes_nobody_out_and_keeps_no_key_alive() {
    const TEN_YEARS: i64 = 10 * 365 * 86_400;
    let mut world = World::new();
    world.now += TEN_YEARS;
    world.ask_serving("a", DOWN);
    world.now -= TEN_YEARS;
    assert_eq!(world.ask("a").0, Came::Unavailable(30));
    world.now += 30;
    assert_eq!(world.ask_serving("a", Ok(&["a"])), KNOWN);

    world.now += TEN_YEARS;
    world.ask_serving("a", Ok(&["a"]));
    world.now -= TEN_YEARS;
    let stale = world.ask_serving("a", Ok(&["b"]));
    assert_eq!(stale, Came::Keys { known: true, refreshing: true });
    assert_eq!(world.ask_serving("a", Ok(&["b"])), UNKNOWN);
}

#[test]
fn an_empty_key_set_is_a_failure() {
    let mut world = World::new();
    world.ask_serving("a", Ok(&["a"]));
    world.now += 601;
    world.ask_serving("a", Ok(&[]));
    assert_eq!(world.ask_serving("a", DOWN), KNOWN);
    let error = world.store.states(world.time()).next().unwrap().error.cloned();
    assert_eq!(error, Some(FetchError::NoUsableKey { skipped: 0 }));
}

#[test]
fn what_another_instance_fetched_is_taken_if_it_is_newer() {
    let mut world = World::new();
    let (_, ticket) = world.ask("a");
    let (ticket, now) = (ticket.unwrap(), world.time());
    assert!(world.store.found(ticket.clone(), key_set(&["a"]), now, Seconds(600), now).is_none());
    let earlier = now.saturating_sub(Seconds(1));
    assert!(world.store.found(ticket, key_set(&["b"]), earlier, Seconds(600), now).is_none());
    assert_eq!(world.ask("a").0, KNOWN);
    assert!(world.store.prefetch(&Issuer::new(ISSUER), now).is_none());
    let other = Issuer::new("https://oidc.fly.io/Acme");
    assert!(world.store.prefetch(&other, now).is_none(), "not a configured issuer");
}

#[test]
fn what_another_instance_fetched_takes_the_place_of_a_fetch() {
    let mut world = World::new();
    let now = world.time();
    let (_, ticket) = world.ask("a");
    assert!(world.store.found(ticket.unwrap(), key_set(&["a"]), now, Seconds(600), now).is_none());
    assert_eq!(world.ask("a").0, KNOWN);

    // A key that may be new: a set without it does not do, one with it does.
    let (came, ticket) = world.ask("b");
    assert_eq!(came, Came::Fetching);
    world.now += 1;
    let now = world.time();
    let ticket = world.store.found(ticket.unwrap(), key_set(&["a", "c"]), now, Seconds(600), now);
    assert_eq!(world.ask("c").0, KNOWN, "newer than what was held");
    assert_eq!(world.ask("b").0, Came::Waiting);
    world.now += 1;
    let now = world.time();
    let keys = key_set(&["a", "b"]);
    assert!(world.store.found(ticket.unwrap(), keys, now, Seconds(600), now).is_none());
    assert_eq!(world.ask("b").0, KNOWN);
}

#[test]
fn what_was_found_and_is_old_is_used_while_the_fetch_goes_on() {
    let mut world = World::new();
    let (_, ticket) = world.ask("a");
    let (now, earlier) = (world.time(), world.time().saturating_sub(Seconds(7200)));
    let ticket =
        world.store.found(ticket.unwrap(), key_set(&["a"]), earlier, Seconds(600), now).unwrap();
    assert_eq!(world.ask("a").0, KNOWN);
    world.end(ticket, DOWN);
    assert_eq!(world.ask("a").0, KNOWN);
}

#[test]
fn what_is_found_for_a_fetch_that_was_given_up_is_taken_too() {
    let mut world = World::new();
    let (_, ticket) = world.ask("a");
    world.now += 12;
    assert_eq!(world.ask("a").0, Came::Unavailable(2));
    let now = world.time();
    assert!(world.store.found(ticket.unwrap(), key_set(&["a"]), now, Seconds(600), now).is_none());
    assert_eq!(world.ask("a").0, KNOWN);
}

#[test]
fn looking_at_what_is_held_begins_nothing() {
    let mut world = World::new();
    let issuer = Issuer::new(ISSUER);
    let (known, unknown) = (token("a"), token("b"));
    let header = |text: &str| {
        UntrustedToken::parse(text, &Limits::default()).expect("a token").header().clone()
    };
    let (known, unknown) = (header(&known), header(&unknown));
    assert!(world.store.held(&issuer, world.time()).is_none());
    assert_eq!(world.store.due(), None);
    world.ask_serving("a", Ok(&["a"]));
    let begun = world.time();
    assert_eq!(world.store.due(), Some(begun.saturating_add(Seconds(600))));
    world.now += 86_399;
    let held = world.store.held_for(&issuer, &known, world.time()).unwrap();
    assert_eq!(held.usable_until, begun.saturating_add(Seconds(86_400)));
    assert!(world.store.held_for(&issuer, &unknown, world.time()).is_none());
    assert!(world.store.held(&issuer, world.time()).is_some());
    assert!(!world.store.states(world.time()).next().unwrap().fetching);
    world.now += 1;
    assert!(world.store.held_for(&issuer, &known, world.time()).is_none());
}

#[test]
fn a_refresh_is_due_when_keys_are_stale_and_not_before_a_cooldown_ends() {
    let mut world = World::new();
    world.ask_serving("a", Ok(&["a"]));
    world.now += 600;
    assert_eq!(world.store.due(), Some(world.time()));
    let issuer = Issuer::new(ISSUER);
    let ticket = world.store.prefetch(&issuer, world.time()).unwrap();
    assert_eq!(world.store.due(), Some(world.time().saturating_add(Seconds(12))));
    world.end(ticket, DOWN);
    assert_eq!(world.store.due(), Some(world.time().saturating_add(Seconds(30))));
    // Whoever asks exactly then gets a ticket.
    world.now += 30;
    assert!(world.store.prefetch(&issuer, world.time()).is_some());
}

#[derive(Clone, Debug)]
enum Event {
    Later(i64),
    Ask(u8),
    /// Ends the oldest fetch under way.
    End(Option<Vec<u8>>),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let later = prop_oneof![0..40_i64, 500..700_i64, 80_000..90_000_i64];
    let served = prop::option::of(prop::collection::vec(0..4_u8, 0..3));
    let event = prop_oneof![
        later.prop_map(Event::Later),
        (0..6_u8).prop_map(Event::Ask),
        (0..6_u8).prop_map(Event::Ask),
        served.prop_map(Event::End),
    ];
    prop::collection::vec(event, 1..200)
}

proptest! {
    /// Whatever happens in whatever order: fetches are rare, and the keys handed out are those of
    /// the last fetch that succeeded, less than a day ago.
    #[test]
    fn fetches_are_rare_and_keys_are_the_latest(events in events()) {
        let mut world = World::new();
        let mut open: Vec<Ticket> = Vec::new();
        let mut served: Option<(i64, Vec<String>)> = None;
        let begun = world.now;
        // Until when no fetch starts, after so many failures in a row.
        let (mut closed_until, mut failures) = (0, 0);
        let fail = |served: &Option<(i64, Vec<String>)>, now, failures: &mut u32| {
            let is_held = served.as_ref().is_some_and(|(at, _)| now - at < 86_400);
            let pause = if is_held { 30 } else { 2_i64.saturating_pow(*failures + 1).min(30) };
            *failures += 1;
            now + pause
        };
        // The fetch that counts, until when it is waited for.
        let mut live: Option<(Ticket, i64)> = None;
        for event in events {
            match event {
                Event::Later(seconds) => world.now += seconds,
                Event::Ask(key) => {
                    if live.take_if(|(_, until)| world.now >= *until).is_some() {
                        closed_until = fail(&served, world.now, &mut failures);
                    }
                    let (came, ticket) = world.ask(&key.to_string());
                    if let Some(ticket) = &ticket {
                        prop_assert!(world.now >= closed_until, "a failure closes for a time");
                        prop_assert!(live.is_none(), "one fetch at a time");
                        live = Some((ticket.clone(), world.now + 12));
                    }
                    open.extend(ticket);
                    if let Came::Keys { known, .. } = came {
                        let (at, names) = served.as_ref().expect("keys came from somewhere");
                        prop_assert!(world.now - at < 86_400);
                        prop_assert_eq!(known, names.contains(&key.to_string()));
                    }
                }
                Event::End(outcome) if !open.is_empty() => {
                    let ticket = open.remove(0);
                    let current = live.take_if(|(live, _)| *live == ticket).is_some();
                    let mut names: Vec<String> =
                        outcome.iter().flatten().map(ToString::to_string).collect();
                    names.sort_unstable();
                    names.dedup();
                    let shown: Vec<&str> = names.iter().map(String::as_str).collect();
                    let succeeds = outcome.is_some() && !shown.is_empty();
                    world.end(ticket, if outcome.is_some() { Ok(&shown) } else { DOWN });
                    if current {
                        match succeeds {
                            true => (served, failures) = (Some((world.now, names)), 0),
                            false => closed_until = fail(&served, world.now, &mut failures),
                        }
                    }
                }
                Event::End(_) => {}
            }
            // One load, four more that fail in the first half minute, and one early fetch; then one in
            // each cooldown.
            let most = 6 + (world.now - begun) / 30 + (world.now - begun) / 600;
            prop_assert!(i64::try_from(world.fetches).unwrap() <= most);
        }
    }
}
