import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { renderDriftJson } from '../../../src/render/json/plan.ts';
import { renderDrift } from '../../../src/render/text/drift.ts';
import { driftPlan, longDriftPlan, mixedPlan, quietPlan } from '../sample-plans.ts';

const options = { color: false, width: 80 };

describe('renderDrift', () => {
  it.each([
    ['drift', driftPlan, false],
    ['drift-strict', driftPlan, true],
    ['drift-long', longDriftPlan, false],
    ['drift-none', quietPlan, false],
    ['drift-pending-only', { ...mixedPlan, drift: [] }, false],
  ])('matches %s.txt', async (name, plan, strict) => {
    await expect(renderDrift(plan, { ...options, strict })).toMatchFileSnapshot(`../golden/${name}.txt`);
  });

  it.each([
    ['drift', false],
    ['drift-strict', true],
  ])('matches %s.json', async (name, strict) => {
    await expect(renderDriftJson(driftPlan, { strict })).toMatchFileSnapshot(`../golden/${name}.json`);
  });

  it('shows a difference on one line if the width allows it', async () => {
    const text = renderDrift(driftPlan, { color: false, width: 120, strict: true });
    await expect(text).toMatchFileSnapshot('../golden/wide-drift.txt');
  });

  it('shows the real email only with `--show-emails`', () => {
    const reveal = (id: string): string | undefined => (id === '1045' ? 'noor@contoso.example' : undefined);
    const shown = renderDrift(driftPlan, { ...options, strict: true, reveal });
    expect(shown).toContain('noor@contoso.example (1045)');
    const unmasked = driftPlan.drift.map((one) =>
      one.contact ? { ...one, contact: { ...one.contact, email: 'noor@contoso.example' } } : one,
    );
    expect(renderDrift({ ...driftPlan, drift: unmasked }, { ...options, strict: true })).not.toContain(
      'noor',
    );
  });

  it('stays within the width', () => {
    for (let width = 60; width <= 200; width += 1) {
      const lines = renderDrift(driftPlan, { color: false, width, strict: false }).split('\n');
      expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
    }
  });

  it('never counts changes that are not applied yet as drift', () => {
    const plan = { ...mixedPlan, drift: [] };
    const document = JSON.parse(renderDriftJson(plan, { strict: true })) as unknown;
    expect(document).toMatchObject({ drifted: false, pendingChanges: plan.changes.length, drift: [] });
  });
});
