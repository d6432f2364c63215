//! Mandarin 之前, 之后, 自从, 截止到, 或之前 and the like around days, hours and stretches.

use super::Zh;
use crate::values::timex::{
    expr::{Moment, Node, Period, Relation, Said},
    pick::longest,
};

impl Zh<'_> {
    pub(super) fn related(&self, i: usize) -> Option<Said> {
        self.best([
            self.related_behind(i),
            self.since_opened(i),
            self.related_before(i),
        ])
    }

    /// What a relation may stand beside.
    fn target(&self, i: usize) -> Option<Said> {
        let said = self.plain(i)?;
        let fits = !matches!(
            said.node,
            Node::Length(_)
                | Node::Every(_)
                | Node::Moment(Moment::At { .. })
                | Node::Days(Period::Between(..) | Period::Span { .. })
                | Node::Hours(_)
        );
        fits.then_some(said)
    }

    /// 2018年以前, 下午三点之前, 2015-01-01及以后, 2015年起.
    fn related_behind(&self, i: usize) -> Option<Said> {
        const UNTIL: &[&str] = &[
            "或之前",
            "及之前",
            "或以前",
            "及以前",
            "和之前",
            "或更早",
            "及更早",
            "或者之前",
            "或者以前",
        ];
        const SINCE: &[&str] = &[
            "或之后",
            "及之后",
            "或以后",
            "及以后",
            "和之后",
            "或更晚",
            "及更晚",
            "或者之后",
            "或者以后",
            "以来",
            "开始",
            "起",
        ];
        const BEFORE: &[&str] = &["之前", "以前", "前"];
        const AFTER: &[&str] = &["之后", "以后", "过后", "后"];
        let said = self.target(i)?;
        let at = self.sp(said.end);
        let (relation, end) = longest([
            self.scan.any(at, UNTIL).map(|end| (Relation::Until, end)),
            self.scan.any(at, SINCE).map(|end| (Relation::Since, end)),
            self.scan.any(at, BEFORE).map(|end| (Relation::Before, end)),
            self.scan.any(at, AFTER).map(|end| (Relation::After, end)),
        ])?;
        let short = end == at + 1 && self.scan.any(at, &["前", "后"]).is_some();
        let part_of_word = short
            && self
                .scan
                .any(
                    end,
                    &["半", "台", "面", "往", "续", "悔", "者", "端", "期", "来"],
                )
                .is_some();
        (!part_of_word).then_some(Said { end, ..said }.relation(relation))
    }

    /// 从2016年3月1日开始, 自2016年9月1日起, 自从2018年.
    fn since_opened(&self, i: usize) -> Option<Said> {
        if let Some(end) = self.scan.lit(i, "自从") {
            let said = self.target(self.sp(end))?;
            let end = self
                .scan
                .any(self.sp(said.end), &["开始", "起", "以来"])
                .unwrap_or(said.end);
            return Some(
                Said {
                    start: i,
                    end,
                    ..said
                }
                .relation(Relation::Since),
            );
        }
        let at = self.scan.any(i, &["从", "自"])?;
        let before = self.scan.before(i);
        let clause = i == 0
            || before == ' '
            || before.is_ascii_punctuation()
            || "或且和。!?;".contains(before);
        let said = self
            .target(self.sp(at))
            .filter(|said| clause && !matches!(said.node, Node::Days(Period::Year { .. })))?;
        let end = self.scan.any(self.sp(said.end), &["开始", "起", "以来"])?;
        Some(
            Said {
                start: i,
                end,
                ..said
            }
            .relation(Relation::Since),
        )
    }

    /// 截止到2011年, 截至本月, 直到明天; ">= 2019".
    fn related_before(&self, i: usize) -> Option<Said> {
        let (relation, end) = longest([
            self.scan
                .any(
                    i,
                    &["截止到", "截至到", "截止", "截至", "直到", "不晚于", "早于"],
                )
                .map(|end| (Relation::Before, end)),
            self.scan
                .any(i, &["晚于"])
                .map(|end| (Relation::After, end)),
            self.scan
                .any(i, &["不早于"])
                .map(|end| (Relation::Since, end)),
            self.scan
                .any(i, &[">=", "> ="])
                .map(|end| (Relation::Since, end)),
            self.scan
                .any(i, &["<=", "< ="])
                .map(|end| (Relation::Until, end)),
            self.scan.any(i, &[">"]).map(|end| (Relation::After, end)),
            self.scan.any(i, &["<"]).map(|end| (Relation::Before, end)),
        ])?;
        let said = self.target(self.sp(end))?;
        Some(Said { start: i, ..said }.relation(relation))
    }
}
