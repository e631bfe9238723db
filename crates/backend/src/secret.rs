//! Secrets and identifiers: the one place where randomness comes from.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use contract::{id::SignInId, sign_in::CODE_DIGITS};
use rules::{Secret, SecretHash};
use sha2::{Digest as _, Sha256};

/// A token of 256 bits, for a session or a link.
pub(crate) fn token() -> Secret {
    let text = BASE64_URL_SAFE_NO_PAD.encode(random::<32>());
    Secret { hash: hash(&[&text]), text }
}

/// A code to type. The request's identifier goes into the hash: equal codes have different ones.
pub(crate) fn code(request: &SignInId) -> Secret {
    // The remainder of 64 bits by a million is as good as even.
    let number = u64::from_le_bytes(random()) % 10_u64.pow(CODE_DIGITS as u32);
    let text = format!("{number:0width$}", width = CODE_DIGITS);
    Secret { hash: code_hash(request, &text), text }
}

/// The hash of a code as it is kept with its request.
pub(crate) fn code_hash(request: &SignInId, digits: &str) -> SecretHash {
    hash(&[request.as_str(), digits])
}

/// The hash of texts, told apart where they meet.
pub(crate) fn hash(texts: &[&str]) -> SecretHash {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    SecretHash(digest.finalize().into())
}

/// A new identifier. Those made later sort later, which keeps the database's pages together.
pub(crate) fn id<T: TryFrom<String>>(prefix: &str) -> T {
    match T::try_from(format!("{prefix}_{}", uuid::Uuid::now_v7().simple())) {
        Ok(id) => id,
        Err(_) => unreachable!("a prefix and 32 hexadecimal digits are an identifier"),
    }
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::id::WorkgroupId;

    #[test]
    fn tokens_codes_and_ids_differ_and_have_their_form() {
        let (one, other) = (token(), token());
        assert_ne!(one.text, other.text);
        assert_eq!(one.text.len(), 43);
        assert_eq!(one.hash, hash(&[&one.text]));
        let request: SignInId = id("si");
        let code = code(&request);
        assert!(code.text.len() == CODE_DIGITS && code.text.bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(code.hash, code_hash(&request, &code.text));
        assert_ne!(code.hash, code_hash(&id("si"), &code.text));
        assert_ne!(id::<WorkgroupId>("wg"), id::<WorkgroupId>("wg"));
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }
}
