import type { Draft } from '../draft.ts';
import { rejudging } from '../draft.ts';
import { holdsFor } from '../pauses.ts';
import { keep } from '../rules/verdict.ts';

/** Enrolls no contact in a paused target; removals continue. */
export function pause(draft: Draft): Draft {
  const { ledger, calendar } = draft.world;
  if (ledger.pauses.length === 0) return draft;
  return rejudging(draft, ({ subject, verdict }) => {
    if (verdict.act !== 'enroll') return undefined;
    const { ids, desired } = subject.target;
    const { kind, key } = desired;
    const found = ledger.pauses.find(
      (one) => one.targetId === undefined || holdsFor(one, { kind, key, ids }, ledger.targets),
    );
    if (!found) return undefined;
    const why = found.reason === undefined ? '' : `: ${found.reason}`;
    const what = found.targetId === undefined ? '' : ` ${kind}s.${key}`;
    return keep(
      'waiting',
      `paused by ${found.actor} on ${calendar.day(found.at)}${why}`,
      `To enroll again: rollcall resume${what}`,
    );
  });
}
