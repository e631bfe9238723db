//! Another language reads the same text as another amount: `1.234` is one dinar in English, and over a
//! thousand in German. So what was typed and is not saved is written anew before the page speaks it.

use super::Agent;
use crate::{browser::Browser, locale};

impl Agent {
    /// Writes every amount that is not saved as `language` has it. What cannot be read stays as it is.
    pub fn retype(&self, language: &'static str) {
        self.drafts.rewrite(|of, field, seen, text| {
            if !field.is_money() {
                return None;
            }
            let (workgroup, itself) = of.place();
            let row = self.index.row(workgroup)?;
            // Where a rate of one's own begins from none, it is of the workgroup's currency.
            let money = seen.money().or_else(|| row.peek(|state| state.record.default_agent_cost))?;
            let value = field.read::<Browser>(text, Some(&locale::reading(money.currency))).ok()?;
            let text = value.typing(Some(&locale::reading_in(language, money.currency)));
            if itself {
                row.edit(|_, edits| edits.retype(field, &text));
            }
            Some(text)
        });
    }
}
