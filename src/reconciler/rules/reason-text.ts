/** The words in which plans speak of what was seen. Days are the account's own. */
import type { EndCause, EntryEnd, LedgerEntry } from '../../model/ledger/ledger-view.ts';
import { targetAddress, type TargetId, targetIdentityKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { Calendar } from '../context/calendar.ts';
import { timeOf } from '../context/ledger-index.ts';
import type { PlanningContext } from '../context/planning-context.ts';

/** `on 2026-11-02`, or nothing where the account gives no date. */
export function onDay(calendar: Calendar, instant: Instant | undefined): string {
  return instant === undefined ? '' : ` on ${calendar.day(instant)}`;
}

/** An end as HubSpot shows it, or as a run recorded it. */
type End = TargetOfEntry & { readonly how: EndCause; readonly endedAt?: Instant };
type TargetOfEntry = Pick<LedgerEntry, 'kind' | 'targetId'>;

/** `finished on 2026-11-11`. The deletion of the target is named where HubSpot shows nothing of the contact. */
export function endText(world: PlanningContext, ended: End): string {
  const { verb, cause } = endings[ended.how];
  const deleted = ended.how === 'unexplained' && isTargetDeleted(world, ended);
  const shown = deleted ? ` before its last step (the ${ended.kind} was deleted)` : cause;
  return `${verb}${onDay(world.calendar, ended.endedAt)}${shown}`;
}

/** The end that a run recorded, unless the contact was only seen not to be active. */
export function recordedEndText(
  world: PlanningContext,
  { kind, targetId, end }: LedgerEntry,
): string | undefined {
  return end && isExplained(end) ? endText(world, { ...end, kind, targetId }) : undefined;
}

/** Whether HubSpot no longer has the target. */
export function isTargetDeleted({ observed }: PlanningContext, { kind, targetId }: TargetOfEntry): boolean {
  return observed.targets.get(targetIdentityKey({ kind, id: targetId }))?.status === 'missing';
}

// HubSpot shows that a contact opted out or bounced, not that this ended the enrollment.
const endings: Readonly<Record<EndCause, { readonly verb: string; readonly cause: string }>> = {
  finished: { verb: 'finished', cause: '' },
  unenrolled: { verb: 'unenrolled', cause: ' through rollcall' },
  'opted-out': { verb: 'ended', cause: ' before its last step (the contact opted out)' },
  bounced: { verb: 'ended', cause: ' before its last step (an email bounced)' },
  unexplained: { verb: 'ended', cause: ' before its last step (cause not visible)' },
};

/** Returns whether HubSpot showed anything of a recorded end; otherwise the contact was only seen not to be active. */
function isExplained(end: EntryEnd): boolean {
  return end.how !== 'unexplained' || end.endedAt !== undefined;
}

/** `enrolled by run 3 on 2026-11-02`, `seen active by run 3 on 2026-11-02`: the day of the run, not of the enrollment. */
export function runAndDayText(calendar: Calendar, entry: LedgerEntry): string {
  return `${byRunText(entry)} on ${calendar.day(entry.state === 'adopted' ? entry.at : timeOf(entry))}`;
}

/** `enrolled by run 3`. */
export function byRunText(entry: LedgerEntry): string {
  return entry.state === 'adopted' ? `seen active by run ${entry.run}` : `enrolled by run ${entry.run}`;
}

/** The address of a sequence in the files, else the name or id that the account has for it. */
export function sequenceLabel(world: PlanningContext, id: TargetId): string {
  const name = targetIdentityKey({ kind: 'sequence', id });
  const known = world.targetsByName.get(name);
  if (known) return targetAddress(known.desired);
  const observed = world.observed.targets.get(name);
  return observed?.name === undefined ? `sequence ${id}` : `sequence "${observed.name}" (${id})`;
}
