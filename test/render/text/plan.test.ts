import { applyPatch, parsePatch } from 'diff';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import type { Change, ChangeContact, Unchanged } from '../../../src/model/results/plan.ts';
import { renderPlan } from '../../../src/render/text/plan.ts';
import { renderPlanDiff } from '../../../src/render/text/plan-diff.ts';
import { arbitraryPlan } from '../arbitrary-plan.ts';
import {
  bigPlan,
  dangerousPlan,
  enroll,
  unchanged,
  mixedPlan,
  emptyPlan,
  samplePlan,
} from '../sample-plans.ts';

const options = { color: false, width: 100 };

describe('renderPlan', () => {
  it('shows real emails only if asked to, even of a plan that is not masked', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: false }), ({ plan, emails }) => {
        const hidden = renderPlan(plan, { ...options, full: true, diff: true });
        const shown = renderPlan(plan, { ...options, full: true, reveal: (id) => emails.get(id) });
        for (const email of emails.values()) {
          expect(hidden).not.toContain(` ${email}`);
          expect(shown).toContain(` ${email}`);
        }
      }),
    );
  });

  it('reveals a person without a contact by the address of the entry', () => {
    const requested: string[] = [];
    const reveal = (name: string): string | undefined => {
      requested.push(name);
      return name.startsWith('sequences.') ? 'no-contact@contoso.example' : undefined;
    };
    expect(renderPlan(mixedPlan, { ...options, reveal })).toContain('    ! no-contact@contoso.example');
    expect(requested).toContain('sequences.q4-outbound/n•••@contoso.example');
  });

  it('wraps lines at the width, except single words', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), fc.integer({ min: 60, max: 200 }), ({ plan }, width) => {
        const lines = renderPlan(plan, { color: false, width, full: true }).split('\n');
        expect(lines.filter((line) => stringWidth(line) > width && line.trim().includes(' '))).toEqual([]);
      }),
    );
  });

  it('with full, lists every entry once, with its source line', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), fc.integer({ min: 60, max: 200 }), ({ plan }, width) => {
        const text = renderPlan(plan, { color: false, width, full: true });
        const entries = text.split('\n').filter((line) => /^ {4}[+\-~!?=] /u.test(line));
        for (const one of [...plan.changes, ...plan.unchanged]) {
          expect(entries.filter((line) => line.includes(`(${contactOf(one)?.id})`))).toHaveLength(1);
          expect(text).toContain(`enrollments.yaml:${one.source?.line}`);
        }
      }),
    );
  });

  it('shows the counts of the summary', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        const lines = renderPlan(plan, { color: false, width: 1000 }).split('\n');
        const { summary } = plan;
        const printed = (line: string | undefined, pattern: RegExp): number =>
          Number(pattern.exec(line ?? '')?.[1] ?? 0);
        const [, verdict] = lines;
        expect(printed(verdict, /(\d+) waiting/)).toBe(summary.waiting);
        expect(printed(verdict, /(\d+) blocked/)).toBe(summary.blocked);
        expect(printed(verdict, /(\d+) unknown/)).toBe(summary.unknown);
        expect(printed(verdict, /(\d+) manual/)).toBe(summary.manual);
        expect(printed(verdict, /(\d+) orphan/)).toBe(summary.orphans);
        expect(printed(verdict, /(\d+) left the audience/)).toBe(summary.leftAudience);
        expect(printed(verdict, /(\d+) to enroll/)).toBe(summary.enroll);
        expect(printed(verdict, /\((\d+) of them again/)).toBe(summary.reenroll);
        expect(printed(verdict, /(\d+) to unenroll/)).toBe(summary.unenroll);
        const unchangedLine = lines.find((line) => line.startsWith('Unchanged: '));
        expect(printed(unchangedLine, /(\d+) active/)).toBe(summary.active);
        expect(printed(unchangedLine, /(\d+) ended/)).toBe(summary.ended);
        expect(printed(unchangedLine, /(\d+) enrolled by someone else/)).toBe(summary.unmanaged);
        const impact = lines.find((line) => /senders? will email/u.test(line));
        expect(printed(impact, /about (\d+) email/)).toBe(summary.emails);
        expect(printed(impact, /(\d+) senders? will email/)).toBe(summary.senders);
      }),
    );
  });

  it('uses colors only if asked to, and prints the same text with and without', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        const uncolored = renderPlan(plan, { ...options, diff: true });
        const colored = renderPlan(plan, { ...options, diff: true, color: true });
        expect(uncolored).not.toContain('\u001B');
        expect(colored).toContain('\u001B[');
        // oxlint-disable-next-line no-control-regex
        expect(colored.replace(/\u001B\[\d+m/g, '')).toBe(uncolored);
      }),
    );
  });

  it('does not let outside text control the terminal or forge a line', () => {
    const name = 'Q4\u001B[2J\u202E\nNo changes.';
    const target = { kind: 'sequence', key: 'q4', id: '1', name } as const;
    const reason = 'so\r\n+ enroll  all\u0007';
    const text = renderPlan(
      samplePlan({ unchanged: [unchanged('blocked', ['1', 'a•••@b.example'], { line: 1, target, reason })] }),
      options,
    );
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
    expect(text).not.toMatch(/^(?:No changes\.$|\+)/m);
  });

  it('aligns columns next to wide characters', () => {
    const text = renderPlan(
      samplePlan({
        unchanged: [
          unchanged('blocked', ['1', 'a•••@b.example'], { line: 7, reason: '配信停止' }),
          unchanged('blocked', ['2', 'b•••@b.example'], { line: 8, reason: 'opted out' }),
        ],
      }),
      options,
    );
    const places = text.split('\n').filter((line) => line.includes('enrollments.yaml:'));
    const columns = places.map((line) => stringWidth(line.slice(0, line.indexOf('enrollments.yaml:'))));
    expect(columns).toHaveLength(2);
    expect(new Set(columns).size).toBe(1);
  });

  it('counts active, ended and unmanaged contacts, and lists them with full', () => {
    const ended = Array.from({ length: 14 }, (_, index) =>
      unchanged('ended', [`${100 + index}`, 'a•••@b.example'], {
        line: index + 1,
        reason: index < 12 ? `finished on 2026-10-${10 + index}` : `ended on 2026-10-${10 + index}`,
        endedAs: index < 12 ? 'finished' : 'no-longer-active',
      }),
    );
    const text = renderPlan(samplePlan({ unchanged: ended }), options);
    expect(text).toContain('Unchanged: 14 ended (12 finished, 2 no longer active) (--full lists them)');
    expect(text).not.toContain('    = ');
    const full = renderPlan(samplePlan({ unchanged: ended }), { ...options, full: true });
    expect(full.match(/^ {4}= /gmu)).toHaveLength(14);
    expect(renderPlan(emptyPlan, options)).not.toContain('= active');
    expect(renderPlan(emptyPlan, { ...options, full: true })).toMatch(/^ {2}= active 13/mu);
  });

  it('puts the entries to review first at the beginning, most serious first', () => {
    const text = renderPlan(dangerousPlan, options);
    const order = [
      'to lift it for one run',
      '? unknown',
      '! manual',
      '+ re-enroll',
      '- unenroll',
      '- archive',
      'warning[workflow-suppresses]',
      '"Q4 outbound"',
    ].map((words) => text.indexOf(words));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('prints "at least" if the number of emails of a sequence is unknown', () => {
    const {
      emails: _emails,
      emailDays: _days,
      ...unknownEmails
    } = enroll('1', 'a•••@b.example', { line: 1 });
    const plan = samplePlan({ changes: [unknownEmails, enroll('2', 'b•••@b.example', { line: 2 })] });
    expect(renderPlan(plan, options)).toMatch(
      /^1 sender will email 2 people: at least 3 emails over 9 days$/mu,
    );
  });

  it('stays short at 100,000 changes and counts the rest', () => {
    const text = renderPlan(bigPlan(), options);
    expect(text.match(/… 49,975 more; --full lists them/g)).toHaveLength(2);
    expect(text.split('\n').length).toBeLessThan(150);
    expect(text.length).toBeLessThan(12_000);
  });

  it('lists all of 100,000 changes with full', () => {
    expect(renderPlan(bigPlan(), { ...options, full: true }).match(/^ {4}\+ /gmu)).toHaveLength(100_000);
  });
});

describe('renderPlanDiff', () => {
  it('turns the members now into the members afterwards', () => {
    const active = new Set(['active', 'unmanaged', 'left-audience', 'orphan', 'manual']);
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        for (const patch of parsePatch(renderPlanDiff(plan, options))) {
          const here = <T extends { readonly address: string }>(items: readonly T[]): readonly T[] =>
            items.filter((one) => one.address.startsWith(`${patch.oldFileName}/`));
          const stays = here(plan.unchanged).filter((one) => active.has(one.status));
          const leaves = here(plan.changes).filter((one) => one.action === 'unenroll');
          const comes = here(plan.changes).filter((one) => one.action === 'enroll');
          const before = listOf([...stays, ...leaves]);
          expect(applyPatch(before, patch)).toBe(listOf([...stays, ...comes]));
        }
      }),
    );
  });

  it('shows exactly the targets with enrollments or unenrollments', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        const changed = new Set(plan.changes.map((change) => change.address.split('/')[0]));
        const shown = [...renderPlanDiff(plan, options).matchAll(/^--- (\S+)/gm)].map(([, name]) => name);
        expect(new Set(shown)).toEqual(changed);
      }),
    );
  });

  it('takes 100,000 members', () => {
    expect(renderPlanDiff(bigPlan(), options).match(/^\+\d/gm)).toHaveLength(100_000);
  });
});

function listOf(items: readonly (Change | Unchanged)[]): string {
  return items
    .map(contactOf)
    .toSorted((a, b) => Number(a?.id) - Number(b?.id))
    .map((contact) => `${contact?.id} ${contact?.email}\n`)
    .join('');
}

function contactOf(item: Change | Unchanged): ChangeContact | undefined {
  return 'contact' in item ? item.contact : undefined;
}
