//! Why there is no answer: the one translation from transport errors.

use contract::problem::{Problem, ProblemKind};

/// Why a request did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No answer: the network, the backend, or our patience is gone. A write may have happened.
    Unreachable,
    /// An answer that is none of the contract's. A write may have happened.
    Unreadable,
    /// The backend said what is wrong.
    Problem(Box<Problem>, Option<u32>),
}

impl Failure {
    /// The failure of an answer with an error status.
    pub fn from_answer(status: u16, problem: Option<Problem>, retry_after: Option<u32>) -> Self {
        let untold = |kind| Self::Problem(Box::new(Problem::untold(kind, status)), retry_after);
        match problem {
            Some(problem) => Self::Problem(Box::new(problem), retry_after),
            // Somebody between page and backend answered: what it said of the status is what is known.
            None if status == 401 => untold(ProblemKind::Unauthenticated),
            None if status == 429 => untold(ProblemKind::TooManyRequests),
            None if matches!(status, 502..=504) => Self::Unreachable,
            None => Self::Unreadable,
        }
    }

    /// The kind of problem, where the backend said one.
    pub fn kind(&self) -> Option<ProblemKind> {
        match self {
            Self::Problem(problem, _) => Some(problem.kind),
            _ => None,
        }
    }

    /// The id of the answer, for a person to quote.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Problem(problem, _) => problem.request_id.as_deref(),
            _ => None,
        }
    }

    /// Whether a write that failed so may have happened all the same.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Unreachable | Self::Unreadable => true,
            Self::Problem(problem, _) => problem.status >= 500 && problem.kind != ProblemKind::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_somebody_between_is_understood() {
        assert_eq!(Failure::from_answer(502, None, None), Failure::Unreachable);
        assert_eq!(Failure::from_answer(404, None, None), Failure::Unreadable);
        assert_eq!(Failure::from_answer(401, None, None).kind(), Some(ProblemKind::Unauthenticated));
    }

    #[test]
    fn only_what_may_have_happened_is_unknown() {
        for (kind, unknown) in [
            (ProblemKind::Internal, true),
            (ProblemKind::Unavailable, false),
            (ProblemKind::InvalidInput, false),
            (ProblemKind::TooManyRequests, false),
        ] {
            assert_eq!(Failure::Problem(Box::new(Problem::new(kind)), None).is_unknown(), unknown, "{kind:?}");
        }
        assert!(Failure::Unreadable.is_unknown());
    }
}
