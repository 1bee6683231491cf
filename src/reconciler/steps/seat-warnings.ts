import type { Source } from '../../model/results/diagnostic.ts';
import type { ObservedSender, Seats } from '../../model/observed-state.ts';
import { senderWithoutSeat } from '../diagnostics.ts';
import type { Draft } from '../draft.ts';

/** Warns once of each sender that this plan enrolls with and whose seats give no access to sequences. */
export function seatWarnings(draft: Draft): Draft {
  const found = new Map<string, Refusable>();
  for (const decision of draft.decisions) {
    if (decision.about !== 'person' || decision.verdict.act !== 'enroll') continue;
    const { sender } = decision.verdict;
    if (sender?.seats?.sends !== false) continue;
    const { target, declared } = decision.member;
    const ofTarget = target.desired.kind === 'sequence' ? target.desired.senderSource : undefined;
    const source = declared?.sender ? declared.source : (ofTarget ?? target.desired.source);
    const first = found.get(sender.userId);
    if (first) first.enrollments += 1;
    else found.set(sender.userId, { sender, seats: sender.seats, enrollments: 1, source });
  }
  if (found.size === 0) return draft;
  return { ...draft, diagnostics: [...draft.diagnostics, ...[...found.values()].map(senderWithoutSeat)] };
}

interface Refusable {
  readonly sender: ObservedSender;
  readonly seats: Seats;
  enrollments: number;
  /** The first place that names the sender. */
  readonly source: Source;
}
