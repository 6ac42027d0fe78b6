//! assumable decides trust policies.
#![no_std]
