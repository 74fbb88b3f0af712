//! Parameters that have another name on the wire and the same setter.

use super::effect::Effect;
use super::{Change, Kind};
use crate::surface::{Aspect, Member};

/// Says of each pair of such parameters that programs stay as they are: one is gone from the request, one is new there.
pub fn mark(changes: &mut [Change]) {
    let is_parameter = |change: &Change| matches!(change.place.member, Member::Parameter(..));
    for gone in 0..changes.len() {
        if changes[gone].kind != Kind::Removed || !is_parameter(&changes[gone]) {
            continue;
        }
        let new = changes.iter().position(|new| {
            new.kind == Kind::Added
                && is_parameter(new)
                && new.place.item == changes[gone].place.item
                && in_rust(new) == in_rust(&changes[gone])
        });
        let Some(new) = new else { continue };
        for change in [gone, new] {
            for detail in &mut changes[change].details {
                detail.effect = Effect::Compatible;
                detail.reason =
                    "the setter stays; it is sent under another name, or in another place";
            }
        }
    }
}

/// Returns what programs see of it.
fn in_rust(change: &Change) -> Vec<(Aspect, &str)> {
    const SEEN: [Aspect; 3] = [Aspect::Setter, Aspect::Type, Aspect::Presence];
    let details = change.details.iter();
    let seen = details.filter(|detail| SEEN.contains(&detail.aspect));
    seen.filter_map(|detail| {
        Some((
            detail.aspect,
            detail.old.as_deref().or(detail.new.as_deref())?,
        ))
    })
    .collect()
}
