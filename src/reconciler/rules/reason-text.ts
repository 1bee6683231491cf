/** Phrases for the reasons of a plan. Days are in the account's time zone. */
import type { EndCause, EntryEnd, LedgerEntry } from '../../model/ledger/ledger-view.ts';
import { targetAddress, type TargetId, targetIdentityKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { Calendar } from '../context/calendar.ts';
import { timeOf } from '../../model/ledger/ledger-entries.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import { quotedName } from '../../model/text/quoted-name.ts';

/** Returns ` on 2026-11-02`, or an empty string without a date. */
export function onDay(calendar: Calendar, instant: Instant | undefined): string {
  return instant === undefined ? '' : ` on ${calendar.day(instant)}`;
}

/** An end that HubSpot shows or that a run recorded. */
type End = TargetOfEntry & { readonly how: EndCause; readonly endedAt?: Instant };
type TargetOfEntry = Pick<LedgerEntry, 'kind' | 'targetId'>;

/**
 * Describes an end: `finished on 2026-11-11`. The deletion of the target is named as the cause if HubSpot shows
 * no other cause.
 */
export function endText(planning: PlanningContext, ended: End): string {
  const { verb, cause } = endings[ended.how];
  const deleted = ended.how === 'unexplained' && isTargetDeleted(planning, ended);
  const shown = deleted ? ` before its last step (the ${ended.kind} was deleted)` : cause;
  return `${verb}${onDay(planning.calendar, ended.endedAt)}${shown}`;
}

/** Returns the end that a run recorded, or nothing if the run only found the contact not active. */
export function recordedEnd({ kind, targetId, end }: LedgerEntry): End | undefined {
  return end && isExplained(end) ? { ...end, kind, targetId } : undefined;
}

/** Returns whether HubSpot no longer has the target. */
export function isTargetDeleted({ observed }: PlanningContext, { kind, targetId }: TargetOfEntry): boolean {
  return observed.targets.get(targetIdentityKey({ kind, id: targetId }))?.status === 'missing';
}

// HubSpot shows that a contact opted out or bounced. It does not show that this ended the enrollment.
const endings: Readonly<Record<EndCause, { readonly verb: string; readonly cause: string }>> = {
  finished: { verb: 'finished', cause: '' },
  unenrolled: { verb: 'unenrolled', cause: ' through rollcall' },
  'opted-out': { verb: 'ended', cause: ' before its last step (the contact opted out)' },
  bounced: { verb: 'ended', cause: ' before its last step (an email bounced)' },
  unexplained: { verb: 'ended', cause: ' before its last step (cause not visible)' },
};

/** Returns whether HubSpot showed the cause or the date of a recorded end. */
function isExplained(end: EntryEnd): boolean {
  return end.how !== 'unexplained' || end.endedAt !== undefined;
}

/**
 * Returns `enrolled by run 3 on 2026-11-02`, or `seen active by run 3 on 2026-11-02` for an adoption, with the day
 * on which the run saw it.
 */
export function runAndDayText(calendar: Calendar, entry: LedgerEntry): string {
  return `${byRunText(entry)} on ${calendar.day(entry.state === 'adopted' ? entry.at : timeOf(entry))}`;
}

/** Returns `enrolled by run 3`, or `seen active by run 3` for an adoption. */
export function byRunText(entry: LedgerEntry): string {
  return entry.state === 'adopted' ? `seen active by run ${entry.run}` : `enrolled by run ${entry.run}`;
}

/** Returns the address of a sequence in the files, or its name or id in HubSpot if the files do not name it. */
export function sequenceLabel(planning: PlanningContext, id: TargetId): string {
  const name = targetIdentityKey({ kind: 'sequence', id });
  const known = planning.targetsByName.get(name);
  if (known) return targetAddress(known.desired);
  const observed = planning.observed.targets.get(name);
  return observed?.name === undefined ? `sequence ${id}` : `sequence ${quotedName(observed.name)} (${id})`;
}
