/** What a workflow or a sequence does, as far as the edits of histories reach, and how two of them differ. */
import type { AccountSeed, FlowAction, FlowDefinition } from '../../../src/simulator/account/account-seed.ts';
import type { Facts } from './facts.ts';

export interface Shape {
  readonly kind: 'sequence' | 'workflow';
  readonly name: string;
  readonly reEnroll: boolean;
  readonly suppressed: readonly string[];
  /** Actions, or steps. */
  readonly parts: readonly Part[];
}

interface Part {
  readonly id: string;
  readonly does: 'delay' | 'step' | 'other';
  /** `2 days`, or what the action does. */
  readonly text: string;
}

export function shapeOf(
  id: string,
  { flows, sequences }: Pick<Facts, 'flows' | 'sequences'>,
): Shape | undefined {
  const flow = flows.find((one) => one.id === id);
  if (flow) return shapeOfFlow(flow.definition);
  const sequence = sequences.find((one) => one.id === id);
  return sequence && shapeOfSequence(sequence);
}

/** The revision that the account counts: it moves when a user saves without an edit, too. */
export function revisionOf(id: string, { flows, sequences }: Pick<Facts, 'flows' | 'sequences'>): string {
  const flow = flows.find((one) => one.id === id);
  return flow?.definition.revisionId ?? sequences.find((one) => one.id === id)?.updatedAt ?? 'missing';
}

export function shapeOfFlow({
  name,
  enrollmentCriteria,
  suppressionListIds,
  actions,
}: FlowDefinition): Shape {
  return {
    kind: 'workflow',
    name,
    reEnroll: enrollmentCriteria.shouldReEnroll === true,
    suppressed: suppressionListIds.map(String).toSorted(),
    parts: actions.map(partOf),
  };
}

function partOf({ actionId: id, actionTypeId = '', fields = {} }: FlowAction): Part {
  const { delta, time_unit: unit, property_name: property, value } = fields;
  if (actionTypeId === '0-1' && delta !== undefined)
    return { id, does: 'delay', text: lengthOf(Number(delta) * (minutesIn[String(unit)] ?? 1)) };
  if (actionTypeId === '0-5') return { id, does: 'other', text: setText(String(property), valueIn(value)) };
  return { id, does: 'other', text: JSON.stringify([actionTypeId, fields]) };
}

const minutesIn: Readonly<Record<string, number>> = { MINUTES: 1, HOURS: 60, DAYS: 1440 };

function valueIn(value: unknown): string {
  const isObject = typeof value === 'object' && value !== null && 'staticValue' in value;
  return isObject ? String(value.staticValue) : '';
}

export function setText(property: string, value: string): string {
  return `set \`${property}\` to \`${value}\``;
}

export function lengthOf(minutes: number): string {
  const word = minutes % 1440 === 0 ? 'day' : minutes % 60 === 0 ? 'hour' : 'minute';
  const count = minutes / { day: 1440, hour: 60, minute: 1 }[word];
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function shapeOfSequence({ name, steps }: AccountSeed['sequences'][number]): Shape {
  const parts = steps.map(({ delayMillis }, index): Part => ({
    id: String(index + 1),
    does: 'step',
    text: lengthOf(delayMillis / 60_000),
  }));
  return { kind: 'sequence', name, reEnroll: false, suppressed: [], parts };
}

export function isSameShape(a: Shape, b: Shape): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The sentences that must be among those about the edit. */
export function sentencesBetween(before: Shape, after: Shape): readonly string[] {
  const lists = (from: Shape, to: Shape): readonly string[] =>
    from.suppressed.filter((id) => !to.suppressed.includes(id));
  return [
    ...(before.name === after.name ? [] : [`name: \`${before.name}\` → \`${after.name}\``]),
    ...(before.reEnroll === after.reEnroll ? [] : [`re-enrollment turned ${after.reEnroll ? 'on' : 'off'}`]),
    ...lists(before, after).map((id) => `suppression list ${id} removed`),
    ...lists(after, before).map((id) => `suppression list ${id} added`),
    ...after.parts.flatMap((part) =>
      lengthSentence(
        before.parts.find(({ id }) => id === part.id),
        part,
      ),
    ),
    ...movedSentences(before.parts, after.parts),
  ];
}

function lengthSentence(old: Part | undefined, now: Part): readonly string[] {
  if (!old || old.does !== now.does || old.text === now.text) return [];
  if (now.does === 'step') return [`sequence step ${now.id} now waits ${now.text} (before: ${old.text})`];
  return now.does === 'delay' ? [`delay ${now.id}: ${old.text} → ${now.text}`] : [];
}

/** An action that was deleted and added again under another id may be called the same one. */
function movedSentences(before: readonly Part[], after: readonly Part[]): readonly string[] {
  const without = (some: readonly Part[], others: readonly Part[]): readonly Part[] =>
    some.filter((part) => !others.some(({ id }) => id === part.id));
  const removed = without(before, after);
  const added = without(after, before);
  if (removed.some(({ text }) => added.some((one) => one.text === text))) return [];
  const nameOf = ({ does, id }: Part): string => `${does === 'delay' ? 'delay' : 'action'} ${id}`;
  return [
    ...removed.map((part) => `${nameOf(part)} removed: `),
    ...added.map(
      (part) => `${nameOf(part)} added: ${part.does === 'delay' ? `wait ${part.text}` : part.text}`,
    ),
  ];
}
