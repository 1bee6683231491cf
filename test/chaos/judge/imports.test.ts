import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = 'test/chaos/judge';

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(path: string): readonly Import[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/^import (type )?[^'";]*?from '([^']+)'/gmu)].map(([, type, to = '']) => ({
    from: path,
    to: to.startsWith('.') ? relative(root, join(root, dirname(path), to)) : to,
    typeOnly: type !== undefined,
  }));
}

/** Everything that runs when the judge runs. */
function reachable(): readonly Import[] {
  const files = readdirSync(join(root, here)).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const waiting = files.map((name) => `${here}/${name}`);
  const seen = new Set(waiting);
  const all: Import[] = [];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const one of importsOf(path)) {
      all.push(one);
      if (one.typeOnly || !one.to.endsWith('.ts') || seen.has(one.to)) continue;
      seen.add(one.to);
      waiting.push(one.to);
    }
  }
  return all;
}

it('runs no code of rollcall: of `src`, the judge imports types of the model and of the simulator', () => {
  const all = reachable();
  expect(all.length).toBeGreaterThan(20);
  const wrong = all.filter(({ to, typeOnly }) => {
    if (!to.startsWith('src/')) return false;
    return !typeOnly || !/^src\/(?:model|simulator)\//u.test(to);
  });
  expect(wrong).toEqual([]);
});
