import type { Pause } from '../../model/ledger-view.ts';
import type { Draft } from '../draft.ts';
import { rejudging } from '../draft.ts';
import { keep } from '../verdict.ts';
import type { TargetView } from '../world.ts';

/** Enrolls no contact in a paused target; removals continue. */
export function pause(draft: Draft): Draft {
  const { ledger, calendar } = draft.world;
  if (ledger.pauses.length === 0) return draft;
  return rejudging(draft, ({ subject, verdict }) => {
    const found = verdict.act === 'enroll' && ledger.pauses.find((one) => pauses(one, subject.target));
    if (!found) return undefined;
    const why = found.reason === undefined ? '' : `: ${found.reason}`;
    const { kind, key } = subject.target.desired;
    const what = found.targetId === undefined ? '' : ` ${kind}s.${key}`;
    return keep(
      'waiting',
      `paused by ${found.actor} on ${calendar.day(found.at)}${why}`,
      `To enroll again: rollcall resume${what}`,
    );
  });
}

/** A pause of a target also holds for the ids that share its history. */
function pauses({ kind, targetId }: Pause, target: TargetView): boolean {
  return targetId === undefined || (kind === target.kind && target.ids.has(targetId));
}
