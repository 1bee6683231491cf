import type { Cap, Limits, TargetLimits } from '../../model/desired-state.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import { normalizeEmail } from '../../model/email.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { describeValue } from '../describe-value.ts';
import { isEmailPattern, patternProblem } from './email-syntax.ts';
import { type SourceFile, itemsOf, type SourceNode } from '../source-file.ts';
import type { LocatedValue } from './merge-blocks.ts';

const capNames = ['enroll', 'unenroll', 'reenroll'] as const;

/** Reads the limits of the files, with the defaults for omitted limits. */
export function readLimits(block: ReadonlyMap<string, LocatedValue>): Limits {
  const places = sourcesOf(block, [...capNames, 'perSenderPerDay', 'create', 'recipients']);
  const perDay = readCap(block.get('perSenderPerDay'));
  const create = readCap(block.get('create'));
  const recipients = block.get('recipients');
  return {
    enroll: readCap(block.get('enroll')) ?? { count: 50 },
    unenroll: readCap(block.get('unenroll')) ?? { percent: 25 },
    reenroll: readCap(block.get('reenroll')) ?? { count: 0 },
    perSenderPerDay: perDay && 'count' in perDay ? perDay.count : 200,
    ...(create && 'count' in create ? { create: create.count } : {}),
    ...(recipients
      ? { recipients: itemsOf(recipients.node).flatMap((item) => readPattern(item, recipients.scope)) }
      : {}),
    at: places,
  };
}

/** Reads the limits of one target. Returns `undefined` for a target without `limits`. */
export function readTargetLimits(node: SourceNode | undefined, scope: SourceFile): TargetLimits | undefined {
  if (node?.kind !== 'map') return undefined;
  const block = new Map(
    [...node.entries].map(
      ([key, { keyOffset, value }]) => [key, { key, keyOffset, node: value, scope }] as const,
    ),
  );
  const [enroll, unenroll, reenroll] = capNames.map((name) => readCap(block.get(name)));
  return { ...omitUndefined({ enroll, unenroll, reenroll }), at: sourcesOf(block, capNames) };
}

function sourcesOf<Name extends string>(
  block: ReadonlyMap<string, LocatedValue>,
  names: readonly Name[],
): Partial<Record<Name, Source>> {
  const places: Partial<Record<Name, Source>> = {};
  for (const name of names) {
    const written = block.get(name);
    if (written) places[name] = written.scope.sourceAt(written.keyOffset);
  }
  return places;
}

function readCap(located: LocatedValue | undefined): Cap | undefined {
  if (located?.node.kind !== 'scalar' || located.scope.isRejected(located.node)) return undefined;
  const text = String(located.node.value);
  return text.endsWith('%') ? { percent: Number(text.slice(0, -1)) } : { count: Number(text) };
}

function readPattern(node: SourceNode, scope: SourceFile): readonly string[] {
  if (scope.isRejected(node) || node.kind !== 'scalar') return [];
  const written = String(node.value);
  const pattern = normalizeEmail(written);
  if (isEmailPattern(pattern)) return [pattern];
  scope.report({ ...patternProblem(written, describeValue(node)), at: node.offset });
  return [];
}
