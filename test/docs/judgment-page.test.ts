import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { declaredRules } from '../../src/reconciler/rules/judge-declared.ts';
import { formerTargetRules, undeclaredRules } from '../../src/reconciler/rules/judge-undeclared.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/judgment.md', import.meta.url)), 'utf8');

describe('docs/judgment.md', () => {
  it.each([
    ['A declared contact', declaredRules],
    ['A contact that the target does not declare', undeclaredRules],
    ['A contact of a target that left the files', formerTargetRules],
  ])('has every rule in the order of the code: %s', (title, rules) => {
    expect(rulesUnder(title)).toEqual(rules.map(({ name }) => name));
  });
});

/** Returns the rule names of the table under a title: its second column. */
function rulesUnder(title: string): readonly string[] {
  const section = page.split(/^## /mu).find((part) => part.startsWith(`${title}\n`)) ?? '';
  const cells = [...section.matchAll(/^\| \d+ \| ([^|]+) \|/gmu)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/gu)].map(([, name = '']) => name));
}
