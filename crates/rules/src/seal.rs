//! What is made from a key. The secrets of invitations: a link's token and a code, so that neither is
//! stored and both can be shown again to whoever may invite. And positions in the stream of events,
//! so that nobody reads from them how much happens in workgroups that are not theirs.
//!
//! Each is an HMAC (RFC 2104) with SHA-256 over the invitation's identifier and its generation:
//! resending raises the generation, and what was made for the old one no longer fits.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use contract::{
    id::InvitationId,
    invitation::{CODE_ALPHABET, CODE_LENGTH},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::fmt;

/// The key, of 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Seal([u8; 32]);

impl fmt::Debug for Seal {
    /// Without the key: debug output ends in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

/// A token as it came, taken apart. Whether it fits is for [`Seal::admits`] to say.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The invitation that it names.
    pub id: InvitationId,
    mac: [u8; 32],
}

impl fmt::Debug for Token {
    /// Without the secret part.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// Takes a token apart; `None` for what none can look like.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, mac) = text.split_once('.')?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).ok()?.try_into().ok()?;
        Some(Self { id: id.parse().ok()?, mac })
    }
}

impl Seal {
    /// Seals by this key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The token of an invitation's link: its identifier, a point, and 256 bits in base64url.
    #[must_use]
    pub fn token(&self, id: &InvitationId, generation: u32) -> String {
        let mac = self.mac("invitation", id, generation).finalize().into_bytes();
        format!("{id}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac))
    }

    /// Whether the token is that of this generation of its invitation. The comparison takes the
    /// same time whatever the token is.
    #[must_use]
    pub fn admits(&self, token: &Token, generation: u32) -> bool {
        self.mac("invitation", &token.id, generation).verify_slice(&token.mac).is_ok()
    }

    /// The code to type where the link does not work, of 40 bits.
    #[must_use]
    pub fn code(&self, id: &InvitationId, generation: u32) -> String {
        let mac = self.mac("invitation-code", id, generation).finalize().into_bytes();
        let alphabet = CODE_ALPHABET.as_bytes();
        // 256 is a multiple of the alphabet's 32: every character is as likely as another.
        mac.iter().take(CODE_LENGTH).map(|byte| char::from(alphabet[usize::from(*byte) % alphabet.len()])).collect()
    }

    /// Whether what was typed is the code of this generation of the invitation. Case, blanks and
    /// hyphens are ignored. The comparison takes the same time wherever it first differs.
    #[must_use]
    pub fn fits(&self, typed: &str, id: &InvitationId, generation: u32) -> bool {
        let typed: Vec<u8> = typed
            .chars()
            .filter(|&c| !c.is_whitespace() && c != '-')
            .map(|c| u8::try_from(c.to_ascii_uppercase()).unwrap_or(0))
            .collect();
        let code = self.code(id, generation);
        typed.len() == code.len() && code.bytes().zip(typed).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }

    /// A position in the stream of events as 32 opaque characters, always the same ones: encrypted
    /// deterministically, by a synthetic initialization vector (as in RFC 5297, with HMAC-SHA-256
    /// for both of its parts).
    #[must_use]
    pub fn hide(&self, position: i64) -> String {
        let tag = self.tag(position);
        let hidden = position ^ self.mask(&tag);
        BASE64_URL_SAFE_NO_PAD.encode([&tag[..], &hidden.to_le_bytes()].concat())
    }

    /// The position that was hidden; `None` for what this key has not made.
    #[must_use]
    pub fn reveal(&self, text: &str) -> Option<i64> {
        let bytes: [u8; 24] = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (tag, hidden) = bytes.split_first_chunk::<16>()?;
        let position = i64::from_le_bytes(hidden.try_into().ok()?) ^ self.mask(tag);
        // What it protects is no secret to whoever made it: nothing is learnt from the time this takes.
        (self.tag(position) == *tag).then_some(position)
    }

    fn tag(&self, position: i64) -> [u8; 16] {
        let mac = self.of("position").chain_update(position.to_le_bytes()).finalize().into_bytes();
        std::array::from_fn(|at| mac[at])
    }

    fn mask(&self, tag: &[u8; 16]) -> i64 {
        let mac = self.of("position-mask").chain_update(tag).finalize().into_bytes();
        i64::from_le_bytes(std::array::from_fn(|at| mac[at]))
    }

    fn mac(&self, purpose: &str, id: &InvitationId, generation: u32) -> Hmac<Sha256> {
        let mut mac = self.of(purpose);
        mac.update(id.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(&generation.to_le_bytes());
        mac
    }

    fn of(&self, purpose: &str) -> Hmac<Sha256> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        // Neither a purpose nor an identifier has this byte: the parts do not run into each other.
        mac.chain_update(purpose.as_bytes()).chain_update([0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(text: &str) -> InvitationId {
        text.parse().expect("an id")
    }

    fn seal() -> Seal {
        Seal::new([7; 32])
    }

    #[test]
    fn a_token_fits_its_invitation_and_generation_alone() {
        let token = Token::parse(&seal().token(&id("inv_1"), 1)).expect("a token");
        assert!(seal().admits(&token, 1));
        assert!(!seal().admits(&token, 2) && !Seal::new([8; 32]).admits(&token, 1));
        let moved = seal().token(&id("inv_1"), 1).replace("inv_1", "inv_2");
        assert!(!seal().admits(&Token::parse(&moved).expect("a token"), 1));
        assert_eq!(seal().token(&id("inv_1"), 1).len(), "inv_1.".len() + 43);
    }

    #[test]
    fn what_is_no_token_is_none() {
        let good = seal().token(&id("inv_1"), 1);
        for text in ["", ".", "inv_1", "inv_1.", "inv_1.AAAA", &good[..good.len() - 1], &format!("{good}A"), "ä.ö"] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_code_is_typed_in_any_case_and_fits_its_generation_alone() {
        let code = seal().code(&id("inv_1"), 1);
        assert_eq!(code.len(), CODE_LENGTH);
        assert!(code.chars().all(|c| CODE_ALPHABET.contains(c)));
        let typed = format!(" {}-{} ", &code[..4].to_lowercase(), &code[4..]);
        assert!(seal().fits(&typed, &id("inv_1"), 1));
        assert!(!seal().fits(&code, &id("inv_1"), 2) && !seal().fits(&code, &id("inv_2"), 1));
        assert!(!seal().fits(&code[1..], &id("inv_1"), 1) && !seal().fits("", &id("inv_1"), 1));
    }

    #[test]
    fn nothing_secret_is_in_debug_output() {
        let token = Token::parse(&seal().token(&id("inv_1"), 1));
        assert_eq!(format!("{:?} {token:?}", seal()), "Seal Some(Token)");
    }

    #[test]
    fn a_position_is_hidden_and_comes_back_to_its_key_alone() {
        let (one, next) = (seal().hide(1), seal().hide(2));
        assert_eq!((one.len(), seal().reveal(&one)), (32, Some(1)));
        assert_eq!(one, seal().hide(1));
        let alike = one.bytes().zip(next.bytes()).filter(|(a, b)| a == b).count();
        assert!(alike < 8, "{one} and {next} look like neighbours");
        assert_eq!(Seal::new([8; 32]).reveal(&one), None);
        for text in ["", "1", &one[1..], &format!("{one}A"), &one.replace(&one[..1], "-"), &"A".repeat(32)] {
            assert_eq!(seal().reveal(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_position_comes_back(position in proptest::num::i64::ANY) {
            prop_assert_eq!(seal().reveal(&seal().hide(position)), Some(position));
        }

        #[test]
        fn whatever_is_typed_neither_panics_nor_fits(text in "\\PC{0,60}") {
            prop_assert!(Token::parse(&text).is_none_or(|token| !seal().admits(&token, 1)));
            prop_assert!(!seal().fits(&text, &id("inv_1"), 1) || text.len() >= CODE_LENGTH);
        }
    }
}
