/** Takes a snapshot of the folder of a test, and plans on both sides. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Source } from '../../src/model/results/diagnostic.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import { openSnapshot } from '../../src/stories/snapshot/open-snapshot.ts';
import { openWorld } from '../../src/stories/world.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

let count = 0;

/**
 * Takes a snapshot and returns its text and both plans as lines without names; undefined if the files cannot be planned.
 */
export async function snapshotPlans(
  { cwd, env = {} }: Place,
  paths: readonly string[] = [],
): Promise<
  | { readonly text: string; readonly account: readonly string[]; readonly snapshot: readonly string[] }
  | undefined
> {
  count += 1;
  const name = `account-${count}.json`;
  const planned = await rollcallInProcess(['plan', ...paths, '--format', 'json'], { cwd, env });
  const taken = await rollcallInProcess(['snapshot', ...paths, '--out', name, '--format', 'json'], {
    cwd,
    env,
  });
  if (taken.exit !== 0) {
    // A file that cannot be planned has no snapshot either.
    expect(planned.exit, taken.stdout + taken.stderr).toBe(taken.exit);
    return undefined;
  }
  const account: Plan = JSON.parse(planned.stdout);
  const text = readFileSync(join(cwd, name), 'utf8');
  const opened = await openSnapshot(name, {
    read: async () => new TextEncoder().encode(text),
    list: async () => undefined,
  });
  // A plan on an excerpt has other reasons for contacts that it does not have.
  const { excerpt: _part, ...whole } = opened.account;
  const world = await openWorld({
    account: whole,
    files: opened.files,
    paths: opened.paths,
    ...(opened.writeLedger ? { writeLedger: opened.writeLedger } : {}),
    repOrders: opened.repOrders,
  });
  try {
    const snapshot = await world.plan();
    if (!snapshot) throw new Error('the files of the snapshot are invalid');
    const result: { readonly differences: readonly string[] } = JSON.parse(taken.stdout);
    expect(result.differences).toEqual([]);
    return { text, account: linesOf(account), snapshot: linesOf(snapshot) };
  } finally {
    await world.close();
  }
}

/** Returns the entries of a plan: address, decision, reason, day and place, without addresses of people. */
function linesOf({ changes, unchanged, drift }: Plan): readonly string[] {
  const lines = [
    ...changes.map(({ address, action, reason, source }) => [address, action, reason, source]),
    ...unchanged.map((one) => [
      one.address,
      one.status,
      one.reason,
      one.waitsFor,
      one.until,
      one.endedAs,
      one.source,
    ]),
    ...drift.map(({ address, kind }) => [address, kind]),
  ];
  return lines.map(withoutNames).toSorted();
}

function withoutNames(parts: readonly (string | Source | undefined)[]): string {
  return (
    parts
      .map((part) => (typeof part === 'string' ? part : placeOf(part)))
      .join(' | ')
      // The reason of a freeze is text for people.
      .replace(/(frozen through \S+): .*? \(/u, '$1 (')
      .replaceAll(/[^\s`"'()/,*]*(?:•••)?[^\s`"'()/,]*@[^\s`"'(),]*[\w*]/gu, 'NAME')
  );
}

function placeOf(source: Source | undefined): string {
  return source ? `${source.file}:${source.line}` : '';
}
