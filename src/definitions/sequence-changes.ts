import { canonicalJson } from '../model/digest.ts';
import { delayText } from './delay-units.ts';
import { changedPaths } from './raw-changes.ts';
import type { SequenceDefinition, SequenceStep } from './sequence-definition.ts';
import { nameChanges, rawChanges } from './workflow-changes.ts';

interface Change {
  readonly at: string;
  readonly text: string;
}

type Steps = readonly SequenceStep[];

/** Returns the differences between two sequences, in the order of the file. */
export function sequenceChanges(before: SequenceDefinition, after: SequenceDefinition): readonly Change[] {
  return [
    ...nameChanges(before.name, after.name),
    ...stepChanges(before.steps, after.steps),
    ...changedPaths(before.settings, after.settings, 'settings').map((at) => ({
      at,
      text: `setting ${at.replace(/^settings\./u, '')} ${settingText(before, after, at)}`,
    })),
    ...rawChanges(before.raw, after.raw, 'raw'),
  ];
}

/** Returns the values of a setting in words; `changed` if they are not single values. */
function settingText(before: SequenceDefinition, after: SequenceDefinition, at: string): string {
  const key = at.replace(/^settings\./u, '');
  const [old, now] = [before.settings[key], after.settings[key]];
  const isSingle = [old, now].every((value) => typeof value !== 'object');
  return isSingle ? `${JSON.stringify(old) ?? 'absent'} → ${JSON.stringify(now) ?? 'absent'}` : 'changed';
}

function stepChanges(before: Steps, after: Steps): readonly Change[] {
  const pairs = pairSteps(before, after);
  const removed = before.filter((step) => !pairs.has(step));
  const oldOf = new Map([...pairs].map(([old, now]) => [now, old]));
  const orderBefore = before.filter((step) => pairs.has(step)).map((step) => pairs.get(step));
  const orderAfter = after.filter((step) => oldOf.has(step));
  const isReordered = orderBefore.some((step, index) => step !== orderAfter[index]);
  return [
    ...removed.map((step) => {
      const number = before.indexOf(step) + 1;
      return { at: `steps.${number}`, text: `sequence step ${number} removed: ${sequenceStepText(step)}` };
    }),
    ...after.flatMap((step, index) => {
      const old = oldOf.get(step);
      const at = `steps.${index + 1}`;
      if (!old) return [{ at, text: `sequence step ${index + 1} added: ${sequenceStepText(step)}` }];
      return stepChange(old, step, index + 1);
    }),
    ...(isReordered ? [{ at: 'steps', text: 'the order of the sequence steps changed' }] : []),
  ];
}

/** Returns the step after the change of each step before it: by id, then by equal content, then by type in order. */
function pairSteps(before: Steps, after: Steps): ReadonlyMap<SequenceStep, SequenceStep> {
  const pairs = new Map<SequenceStep, SequenceStep>();
  const [old, now] = [new Set(before), new Set(after)];
  for (const key of [stepId, contentOf, ({ does }: SequenceStep) => does]) {
    for (const step of now) {
      const wanted = key(step);
      const match = [...old].find((candidate) => key(candidate) === wanted);
      if (wanted === undefined || !match) continue;
      pairs.set(match, step);
      old.delete(match);
      now.delete(step);
    }
  }
  return pairs;
}

function stepId({ id }: SequenceStep): string | undefined {
  return id;
}

function contentOf({ id: _id, ...content }: SequenceStep): string {
  return canonicalJson(content);
}

function stepChange(before: SequenceStep, after: SequenceStep, number: number): readonly Change[] {
  const at = `steps.${number}`;
  const name = `sequence step ${number}`;
  return [
    ...(before.does === after.does ? [] : [{ at, text: `${name}: ${before.does} → ${after.does}` }]),
    ...(before.afterMinutes === after.afterMinutes
      ? []
      : [
          {
            at,
            text: `${name} now waits ${delayText(after.afterMinutes)} (before: ${delayText(before.afterMinutes)})`,
          },
        ]),
    ...(before.id === after.id
      ? []
      : [
          {
            at,
            text: `${name} was replaced by an equal one (id ${before.id ?? 'none'} → ${after.id ?? 'none'})`,
          },
        ]),
    ...changedPaths(before.raw, after.raw, at).map((path) => ({
      at: path,
      text: `a part that rollcall does not know changed: ${path}`,
    })),
  ];
}

/** Returns a step in words: `email after 3 days`. */
export function sequenceStepText({ does, afterMinutes }: SequenceStep): string {
  return afterMinutes === 0 ? does : `${does} after ${delayText(afterMinutes)}`;
}
