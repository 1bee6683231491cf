import type { Drift, Plan } from '../../model/results/plan.ts';
import { groupBy } from '../../model/group-by.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { contactLabel, type EmailLookup } from './contact-label.ts';
import { count, formatMoment, formatPlace } from './format.ts';
import { targetPart } from './line.ts';

/** The drift of a plan as every format shows it, split by whether it counts for the exit code. */
export interface DriftView {
  /** The result in one sentence. It claims a match with HubSpot only if an apply ran, nothing is listed and all is known. */
  readonly headline: string;
  readonly counted: readonly Drift[];
  /** The number of outcomes that are not known. */
  readonly unknown: number;
  /** Drift that counts only with `--strict`. */
  readonly listed: readonly Drift[];
  /** `Not counted: 1 member enrolled by someone else (--strict counts it)`, or empty. */
  readonly listedTitle: string;
  /** The number of changes that the files require and no drift explains. They are not drift. */
  readonly pendingChanges: number;
  /** `3 changes in the files are not applied yet: rollcall plan`, or empty. */
  readonly pendingNote: string;
}

/** Returns the numbers and sentences of a plan's drift. With `strict`, all drift counts. */
export function driftView(plan: Plan, { strict }: { readonly strict: boolean }): DriftView {
  const drift = plan.drift.map((one) => ({ ...one, counts: strict || one.counts }));
  const drifted = new Set(drift.map(({ address }) => address));
  const counted = drift.filter((one) => one.counts);
  const listed = drift.filter((one) => !one.counts);
  const pendingChanges = plan.changes.filter(({ address }) => !drifted.has(address)).length;
  return {
    headline: driftHeadline({ counted, listed, lastRun: plan.ledgerRun, unknown: unknownIn(plan) }),
    counted,
    unknown: unknownIn(plan),
    listed,
    listedTitle: listedTitle(listed),
    pendingChanges,
    pendingNote:
      pendingChanges === 0
        ? ''
        : `${count(pendingChanges, 'change')} in the files ${pendingChanges === 1 ? 'is' : 'are'} not applied yet: rollcall plan`,
  };
}

/** Returns the title of a list of drift. Before the first apply, there is no run to compare with. */
export function driftTitle({ ledgerRun }: Pick<Plan, 'ledgerRun'>): string {
  return ledgerRun === 0 ? 'Found in HubSpot' : `Changed in HubSpot since run ${ledgerRun}`;
}

function driftHeadline(found: {
  readonly counted: readonly Drift[];
  readonly listed: readonly Drift[];
  readonly lastRun: number;
  readonly unknown: number;
}): string {
  const { counted, listed, lastRun, unknown } = found;
  const since = lastRun === 0 ? '' : ` since run ${lastRun}`;
  if (counted.length > 0) return `Drift: ${count(counted.length, 'difference')}${since}`;
  if (lastRun === 0) return 'No drift. Nothing has been applied yet.';
  if (unknown > 0)
    return `No drift found${since}, but ${count(unknown, 'outcome is', 'outcomes are')} unknown: rollcall plan`;
  // A difference that does not count is listed below.
  if (listed.length > 0) return `No drift${since}.`;
  return `No drift. HubSpot matches the last apply (run ${lastRun}).`;
}

/** Returns the number of contacts and new workflows of which it is not known whether HubSpot has them as the last apply wanted. */
function unknownIn({ summary, diagnostics }: Plan): number {
  return summary.unknown + diagnostics.filter(({ code }) => code === 'creation-unknown').length;
}

function listedTitle(listed: readonly Drift[]): string {
  const [first] = listed;
  if (!first) return '';
  const isOneKind = listed.every(({ kind }) => kind === first.kind);
  const words: readonly [string, string] | undefined = isOneKind ? listedWords[first.kind] : undefined;
  const what = count(listed.length, ...(words ?? (['difference', 'differences'] as const)));
  return `Not counted: ${what} (--strict counts ${listed.length === 1 ? 'it' : 'them'})`;
}

/** The kinds that only count with `--strict`. */
const listedWords: Partial<Record<Drift['kind'], readonly [string, string]>> = {
  unmanaged: ['member enrolled by someone else', 'members enrolled by someone else'],
  'ended-unexplained': [
    'enrollment that ended without a visible cause',
    'enrollments that ended without a visible cause',
  ],
};

/** Differences of the same kind with the same message and next step. */
export interface DriftGroup extends Pick<Drift, 'kind' | 'message' | 'help' | 'counts' | 'edit'> {
  readonly items: readonly Drift[];
}

/** Groups drift by kind, message and next step, in the order of the first difference of each group. */
export function driftGroups(drift: readonly Drift[]): readonly DriftGroup[] {
  // What was edited differs between targets, even if the message is the same.
  const groups = groupBy(drift, ({ kind, message, help, edit, address }) =>
    [kind, message, help, edit ? address : ''].join('\n'),
  );
  return [...groups.values()].flatMap((items) => {
    const [first] = items;
    if (!first) return [];
    const { kind, message, help, counts, edit } = first;
    return [{ kind, message, help, counts, ...omitUndefined({ edit }), items }];
  });
}

/** One difference of a group, as every format shows it. */
export interface DriftEntry {
  /** `a•••@northwind.example (1044)`; empty for a difference of a whole target. */
  readonly contact: string;
  readonly contactId?: string;
  /** `workflows.onboarding`. */
  readonly target: string;
  /** `enrolled 2026-11-28 09:12 UTC`, or empty if HubSpot does not show it. */
  readonly time: string;
  /** `enrollments.yaml:39`, or empty. */
  readonly place: string;
}

/** Returns the contact, target, time and source line of a difference. */
export function driftEntry(one: Drift, reveal?: EmailLookup): DriftEntry {
  const { address, kind, at, source } = one;
  // A plan of an older version has the contact only in the address.
  const contact = one.contact ?? contactOfAddress(address);
  const verb = kind === 'ended-unexplained' ? 'ended' : 'enrolled';
  return {
    contact: contact === undefined ? '' : contactLabel({ address, contact }, reveal),
    ...omitUndefined({ contactId: contact?.id }),
    target: targetPart(address),
    time: at === undefined ? '' : `${verb} ${formatMoment(at)}`,
    place: source ? formatPlace(source) : '',
  };
}

function contactOfAddress(address: string): Drift['contact'] {
  const id = /\/(\d+)$/u.exec(address)?.[1];
  return id === undefined ? undefined : { id };
}

/** Returns a kind of drift in words: `enrolled by someone else`. */
export function driftKind(kind: Drift['kind']): string {
  return driftKindTexts[kind];
}

const driftKindTexts: Readonly<Record<Drift['kind'], string>> = {
  unmanaged: 'enrolled by someone else',
  'target-edited': 'edited',
  'target-disabled': 'turned off',
  'target-deleted': 'deleted',
  'ended-unexplained': 'ended without a visible cause',
};
