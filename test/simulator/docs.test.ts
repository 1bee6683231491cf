import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { definitionEdits } from '../../src/simulator/account/definition-edits.ts';
import { variantChoices } from '../../src/simulator/routes/variants.ts';
import { faultKinds } from '../../src/simulator/server/fault.ts';

const page = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');

it('docs/simulator.md lists every kind of fault', () => {
  for (const kind of Object.keys(faultKinds)) expect(page).toContain(`| \`${kind}\` |`);
});

it('docs/simulator.md lists every variant with its values, the default first', () => {
  for (const [name, choices] of Object.entries(variantChoices)) {
    expect(page).toContain(`| \`${name}\` | ${choices.map((choice) => `\`${choice}\``).join(' ')} |`);
  }
});

it('docs/simulator.md lists every edit of a workflow', () => {
  for (const name of Object.keys(definitionEdits)) {
    expect(page).toMatch(new RegExp(`\\b${name.replace(/:.*/u, '')}[:=]`, 'u'));
  }
});
