//! English "before", "since", "no later than", "or later" and the like around days, hours and stretches.

use super::{En, parts::in_part};
use crate::values::timex::{
    expr::{Day, Hours, Moment, Node, Period, Relation, Said},
    pick::longest,
};

/// What stands before the end of a stretch that excludes it.
const BEFORE: &[&str] = &[
    "before",
    "prior to",
    "until",
    "till",
    "til",
    "by",
    "no later than",
    "not later than",
    "earlier than",
    "in advance of",
    "sooner than",
    "ending",
    "ending on",
    "ending with",
];
/// What stands before a time after which it begins.
const AFTER: &[&str] = &[
    "after",
    "later than",
    "greater than",
    "year greater than",
    "following",
    "newer than",
    "more recent than",
];
/// What stands before the start of a stretch.
const SINCE: &[&str] = &[
    "since",
    "starting",
    "starting on",
    "starting from",
    "starting at",
    "beginning",
    "beginning on",
    "beginning from",
    "as early as",
    "any time from",
    "anytime from",
    "as of",
    "from any time",
    "onwards from",
    "on or after",
    "at or after",
    "in or after",
    "after or on",
    "after or in",
    "after or at",
    "after or equal to",
    "later than or at",
    "later than or on",
    "later than or equal to",
    "greater than or equal to",
    "on or later than",
    "at or later than",
    "no earlier than",
    "not earlier than",
    "commencing",
    "commencing on",
];
/// What stands before the end of a stretch that includes it.
const UNTIL: &[&str] = &[
    "as late as",
    "on or before",
    "at or before",
    "in or before",
    "before or on",
    "before or in",
    "before or at",
    "before or equal to",
    "on or earlier than",
    "at or earlier than",
    "earlier than or at",
    "earlier than or on",
    "earlier than or equal to",
    "less than or equal to",
    "not after",
    "no after",
];
/// What makes a time a rough one.
const APPROX: &[&str] = &[
    "around",
    "circa",
    "about",
    "approximately",
    "at around",
    "at about",
    "roughly",
];

impl En<'_> {
    /// An expression with a relation before or behind it.
    pub(super) fn related(&self, i: usize) -> Option<Said> {
        let mut best = self.related_before(i);
        let mut offer = |said: Option<Said>| {
            if let Some(said) = said
                && best.as_ref().is_none_or(|best| best.end < said.end)
            {
                best = Some(said);
            }
        };
        offer(self.related_behind(i));
        offer(self.related_between(i));
        offer(self.counted_relation(i));
        best
    }

    fn relation_before(&self, i: usize) -> Option<(Relation, usize)> {
        if let Some(read) = self.comparison(i) {
            return Some(read);
        }
        longest([
            self.ph(i, BEFORE).map(|end| (Relation::Before, end)),
            self.ph(i, AFTER).map(|end| (Relation::After, end)),
            self.ph(i, SINCE).map(|end| (Relation::Since, end)),
            self.ph(i, UNTIL).map(|end| (Relation::Until, end)),
            self.ph(i, APPROX).map(|end| (Relation::Approx, end)),
        ])
    }

    /// "> =", "<", "= <".
    fn comparison(&self, i: usize) -> Option<(Relation, usize)> {
        let sign = self.ch(i);
        let before = self.scan.before(i);
        let markup = before.is_ascii_alphanumeric() || matches!(before, '<' | '>' | '"' | '/');
        if !matches!(sign, '<' | '>') || markup || matches!(self.ch(i + 1), '<' | '>') {
            return None;
        }
        let next = self.sp(i + 1);
        let equal = self.ch(next) == '=';
        let end = if equal { next + 1 } else { i + 1 };
        Some((
            match (sign, equal) {
                ('<', false) => Relation::Before,
                ('<', true) => Relation::Until,
                ('>', false) => Relation::After,
                _ => Relation::Since,
            },
            end,
        ))
    }

    fn related_before(&self, i: usize) -> Option<Said> {
        let (relation, end) = self.relation_before(i)?;
        let at = self.sp(end);
        let (approx, at) = match self.ph(at, &["around", "about", "approximately"]) {
            Some(end) => (relation != Relation::Approx, self.sp(end)),
            None => (false, at),
        };
        let said = self.target(at, relation)?;
        let asked = self.w(i) == "about" && matches!(self.word_before(i).as_str(), "how" | "what");
        if asked || said.relation.is_some() || !self.fits(relation, &said, i, end) {
            return None;
        }
        Some(Said {
            start: i,
            approx,
            relation: Some(relation),
            ..said
        })
    }

    /// What a relation may stand before.
    fn target(&self, at: usize, relation: Relation) -> Option<Said> {
        let mut best = self.plain(at);
        let the = self.past_any(at, &["the"]);
        if the > at
            && let Some(said) = self.plain(the)
            && best.as_ref().is_none_or(|best| best.end < said.end)
        {
            best = Some(said);
        }
        if let Some(said) = best {
            return Some(said);
        }
        if let Some((part, _, end)) = self.day_part(at)
            && matches!(
                relation,
                Relation::Before | Relation::After | Relation::Approx
            )
        {
            return Some(Said::new(Node::Hours(Hours::Part(part)), at, end));
        }
        None
    }

    /// Whether the relation makes sense before what follows.
    fn fits(&self, relation: Relation, said: &Said, i: usize, end: usize) -> bool {
        let word = self.w(i);
        let symbol = matches!(self.ch(i), '<' | '>');
        match &said.node {
            Node::Length(_) | Node::Every(_) => false,
            Node::Day(day) if relation == Relation::Approx => day.known(),
            Node::Days(Period::Year { .. } | Period::Month { .. })
                if relation == Relation::Approx =>
            {
                false
            }
            Node::Days(_) if word == "by" || word == "following" => {
                matches!(said.node, Node::Days(Period::Month { .. })) && word == "by"
            }
            Node::Days(Period::Between(..) | Period::Span { .. }) => false,
            Node::Moments(_) => relation != Relation::Approx,
            Node::Moment(Moment::At { .. }) => false,
            _ if word == "following" => false,
            _ => !symbol || end > i,
        }
    }

    /// "2018 or later", "1/1/2016 and after", "3 pm or later".
    fn related_behind(&self, i: usize) -> Option<Said> {
        const SINCE: &[&str] = &[
            "or later",
            "and later",
            "and after",
            "or after",
            "onwards",
            "onward",
            "and onward",
            "and onwards",
            "or newer",
        ];
        const UNTIL: &[&str] = &["or before", "and before", "or earlier", "and earlier"];
        let said = self.plain(i)?;
        if matches!(
            said.node,
            Node::Length(_) | Node::Every(_) | Node::Moment(Moment::At { .. })
        ) {
            return None;
        }
        let at = self.sp(said.end);
        let (relation, end) = longest([
            self.ph(at, SINCE).map(|end| (Relation::Since, end)),
            self.ph(at, UNTIL).map(|end| (Relation::Until, end)),
        ])?;
        let next = self.sp(end);
        if self.ph(next, &["than"]).is_some() {
            return None;
        }
        let open = self
            .ph(at, &["and after", "or after", "and before", "or before"])
            .is_some();
        if open && (self.ch(next).is_ascii_alphanumeric()) {
            return None;
        }
        Some(Said {
            end,
            relation: Some(relation),
            ..said
        })
    }

    /// "tuesday after 1pm", "next Wednesday later than 10 in the morning", "Thursday before 5pm".
    fn related_between(&self, i: usize) -> Option<Said> {
        let (day, end) = self.day(i)?;
        let at = self.past_marks(end, &[',']);
        let (relation, next) = self.relation_word(at).filter(|_| at > end)?;
        let at = self.past_any(self.sp(next), &["around", "about"]);
        let hour = self.hour(at)?;
        let part = self
            .day_part(self.sp(hour.end))
            .filter(|_| self.ph(self.sp(hour.end), &["in the"]).is_some());
        let (clock, end) = match part {
            Some((part, _, end)) => (in_part(hour.clock, part), end),
            None => (hour.clock, hour.end),
        };
        let sure = hour.sure || part.is_some();
        if !sure
            || self
                .range_mark(hour.end)
                .is_some_and(|(_, next)| self.hour(next).is_some())
        {
            return None;
        }
        let node = Node::Moment(Moment::On(day, clock));
        Some(Said::new(node, i, end).relation(relation))
    }

    /// "less than 3 days after tomorrow", "more than 2 weeks after today".
    fn counted_relation(&self, i: usize) -> Option<Said> {
        let (less, end) = match self.ph(i, &["less than"]) {
            Some(end) => (true, end),
            None => (false, self.ph(i, &["more than"])?),
        };
        let (length, end) = self.length(self.sp(end))?;
        let (back, end) = match self.ph(self.sp(end), &["after", "from"]) {
            Some(end) => (false, end),
            None => match self.ph(self.sp(end), &["before"]) {
                Some(end) => (true, end),
                None => {
                    let end = self.ph(self.sp(end), &["ago"])?;
                    return self.counted_span_of(i, &length, self.today(), true, less, end);
                }
            },
        };
        let (day, end) = self.day(self.sp(end))?;
        self.counted_span_of(i, &length, day.next(self.now)?, back, less, end)
    }

    fn counted_span_of(
        &self,
        i: usize,
        length: &crate::values::timex::length::Length,
        base: jiff::civil::Date,
        back: bool,
        less: bool,
        end: usize,
    ) -> Option<Said> {
        let other = length.moved_day(base, back)?;
        if !less {
            let relation = if back {
                Relation::Before
            } else {
                Relation::After
            };
            return Some(Said::new(Node::Day(Day::on(other)), i, end).relation(relation));
        }
        let (from, to) = if back { (other, base) } else { (base, other) };
        Some(Said::new(
            Node::Days(Period::Span {
                from,
                to,
                length: length.timex(),
            }),
            i,
            end,
        ))
    }

    /// "before", "after" and the like between a day and an hour.
    fn relation_word(&self, i: usize) -> Option<(Relation, usize)> {
        longest([
            self.ph(
                i,
                &[
                    "before",
                    "by",
                    "until",
                    "till",
                    "earlier than",
                    "prior to",
                    "no later than",
                    "not later than",
                ],
            )
            .map(|end| (Relation::Before, end)),
            self.ph(i, &["after", "later than", "past", "from after"])
                .map(|end| (Relation::After, end)),
            self.ph(
                i,
                &["since", "starting", "starting at", "starting from", "from"],
            )
            .map(|end| (Relation::Since, end)),
        ])
    }
}
