import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import type { Outcome } from '../../../src/model/results/report.ts';
import { renderReport } from '../../../src/render/text/report.ts';
import { outcome, sampleReport, troubledReport } from '../sample-reports.ts';

const statuses = ['done', 'failed', 'blocked', 'unknown', 'not-attempted'] as const;

const outcomes: fc.Arbitrary<readonly Outcome[]> = fc
  .array(fc.constantFrom(...statuses), { maxLength: 120 })
  .map((list) =>
    list.map((status, index) =>
      outcome(`sequences.q4-outbound/${1000 + index}`, status, {
        reason: 'a reason',
        help: 'Do this.',
      }),
    ),
  );

const options = { color: false, width: 100 };

describe('renderReport', () => {
  it('counts every outcome once in its first line', () => {
    fc.assert(
      fc.property(outcomes, (list) => {
        const report = sampleReport({ outcomes: list });
        const [headline = ''] = renderReport(report, { ...options, width: 200 }).split('\n');
        const planned = Number(/of (\d+) changes? applied/u.exec(headline)?.[1] ?? 0);
        const parts = [...headline.matchAll(/(\d+) (?:of|failed|blocked|unknown|not attempted)\b/gu)];
        expect(planned).toBe(list.length);
        expect(parts.reduce((total, [, part]) => total + Number(part), 0)).toBe(planned);
      }),
    );
  });

  it('prints both commands for every unknown outcome, and all outcomes with full', () => {
    fc.assert(
      fc.property(outcomes, (list) => {
        const text = renderReport(sampleReport({ outcomes: list }), { ...options, full: true });
        const unknown = list.filter((one) => one.status === 'unknown');
        const missing = unknown.filter(
          ({ address }) =>
            !text.includes(`rollcall resolve ${address} --enrolled\n`) ||
            !text.includes(`rollcall resolve ${address} --not-enrolled\n`),
        );
        expect(missing).toEqual([]);
        expect(text.split(' --enrolled\n')).toHaveLength(unknown.length + 1);
        for (const { address } of list) expect(text).toContain(address);
      }),
    );
  });

  it('prints unknown outcomes first, and the exit code last', () => {
    const text = renderReport(troubledReport, options);
    const order = [
      'Unknown',
      'Failed',
      'Blocked',
      'Manual',
      'Not attempted',
      'Applied',
      'Next',
      'Exit code 7',
    ];
    const places = order.map((title) => text.indexOf(`\n${title}`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text.trimEnd().split('\n').at(-1)).not.toMatch(/rollcall|Run 7/u);
  });

  it('prints every reason for the exit code', () => {
    const text = renderReport(troubledReport, { ...options, width: 200 });
    expect(troubledReport.exitReasons.filter((reason) => !text.includes(reason))).toEqual([]);
  });

  it('stays within the width and truncates long lists', () => {
    fc.assert(
      fc.property(outcomes, fc.integer({ min: 60, max: 200 }), (list, width) => {
        const text = renderReport(sampleReport({ outcomes: list }), { color: false, width });
        const wide = text
          .split('\n')
          .filter((line) => stringWidth(line) > width && line.trim().includes(' '));
        expect(wide).toEqual([]);
        const failed = list.filter((one) => one.status === 'failed').length;
        expect(text.includes(`    … ${failed - 25} more; --full lists them`)).toBe(failed > 26);
      }),
    );
  });

  it('uses colors only if asked to', () => {
    expect(renderReport(troubledReport, options)).not.toContain('\u001B');
    expect(renderReport(troubledReport, { ...options, color: true })).toContain('\u001B[');
  });
});
