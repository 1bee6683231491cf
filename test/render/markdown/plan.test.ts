import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { code, htmlText, escapeText } from '../../../src/render/markdown/inline.ts';
import { renderDiagnosticsMarkdown } from '../../../src/render/markdown/diagnostics.ts';
import { renderDriftHtml } from '../../../src/render/html/drift.ts';
import { renderDriftMarkdown } from '../../../src/render/markdown/drift.ts';
import { renderPlanMarkdown } from '../../../src/render/markdown/plan.ts';
import { renderReportMarkdown } from '../../../src/render/markdown/report.ts';
import { renderDoctorMarkdown } from '../../../src/render/markdown/doctor.ts';
import { renderTextMarkdown } from '../../../src/render/markdown/document.ts';
import { safeLine } from '../../../src/render/view/safe-text.ts';
import { arbitraryPlan } from '../arbitrary-plan.ts';
import { planOf, richPlan } from '../rich-plan.ts';
import {
  at,
  bigPlan,
  dangerousPlan,
  driftPlan,
  emptyPlan,
  enroll,
  erroredPlan,
  unchanged,
  mixedPlan,
  quietPlan,
  samplePlan,
} from '../sample-plans.ts';
import { notReady } from '../sample-checks.ts';
import { outcome, sampleReport, troubledReport } from '../sample-reports.ts';
import { anyCode } from '../../any-code.ts';

const history = { kind: 'history', title: 'rollcall history' };

/** GitHub's limit for a comment. GitHub counts characters; the tests count bytes, which is stricter. */
const limit = 65_536;

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** Renders Markdown as GitHub does, with tables and autolinks. */
function rendered(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** Returns the visible text of HTML, without zero-width spaces. */
function visibleText(html: string): string {
  return html
    .replace(/<[^>]*>/gu, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('\u200B', '');
}

describe('renderPlanMarkdown', () => {
  it.each([
    ['plan-rich', richPlan, { planFile: 'plan.json', diff: true }],
    ['plan-dangerous', dangerousPlan, {}],
    ['plan-quiet', quietPlan, {}],
    ['plan-empty', emptyPlan, {}],
    ['plan-errored', erroredPlan, {}],
  ])('matches %s.md', async (name, plan, options) => {
    await expect(renderPlanMarkdown(plan, options)).toMatchFileSnapshot(`../golden/${name}.md`);
  });

  it('starts with a hidden marker that depends only on the account', () => {
    for (const plan of [richPlan, dangerousPlan, emptyPlan, erroredPlan, planOf(3)])
      expect(renderPlanMarkdown(plan, {}).split('\n', 1)).toEqual(['<!-- rollcall:plan:99000001 -->']);
    expect(renderDriftMarkdown(driftPlan, { strict: false })).toMatch(/^<!-- rollcall:drift:99000001 -->\n/u);
    expect(renderReportMarkdown(troubledReport)).toMatch(/^<!-- rollcall:report:99000001 -->\n/u);
    expect(renderDiagnosticsMarkdown([], { portal: 77 })).toMatch(/^<!-- rollcall:validation:77 -->\n/u);
  });

  it('has no empty block of code for an edit in a part that rollcall does not know', () => {
    const changes = ['a part that rollcall does not know changed: enrollment.type'];
    const edit = { changes, before: ['enrollment: manual'], after: ['enrollment: manual'] };
    const drift = { address: 'workflows.onboarding', kind: 'target-edited', message: 'It differs.' } as const;
    const plan = samplePlan({ drift: [{ ...drift, help: 'Check it.', counts: true, edit, source: at(4) }] });
    expect(renderDriftMarkdown(plan, { strict: false })).toContain(`- ${changes[0]}\n`);
    expect(renderDriftMarkdown(plan, { strict: false })).not.toContain('```');
    expect(renderDriftHtml(plan, { strict: false })).not.toContain('<pre></pre>');
  });

  it('shows the counts of the plan', () => {
    const text = renderPlanMarkdown(richPlan, {});
    const { summary } = richPlan;
    expect(text).toContain(`about ${summary.emails} emails`);
    expect(text).toContain(`${summary.enroll} to enroll, ${summary.unenroll} to unenroll`);
    expect(text).toContain(`${summary.blocked} blocked, ${summary.waiting} waiting`);
    expect(text).toContain('</a>): unenroll 3, enroll 2, unknown 1, blocked 2, waiting 1');
    expect(text).toContain('| `paul@acme.example` | 1 | 3 | 1 | 1 | 1 | 1 of 200 |');
    expect(text).toContain('| 2 senders | 2 | 6 | 2 | 2 | 2 |');
  });

  it('masks every email, whatever the options', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: false }), ({ plan, emails }) => {
        const text = renderPlanMarkdown(plan, { diff: true, full: true });
        for (const email of emails.values()) expect(text).not.toContain(email);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the source lines in a comment', () => {
  const sourceUrl = (place: string): string | undefined =>
    place.startsWith('enrollments.yaml')
      ? `https://git.example/a/b/blob/0123abcd/${place.replace(':', '#L')}`
      : undefined;
  const linked =
    /\[`enrollments\.yaml:(\d+)(?:[-,][-,\d …]*)?`\]\(<https:\/\/git\.example\/a\/b\/blob\/0123abcd\/enrollments\.yaml#L\1>\)/u;

  const source = { file: 'enrollments.yaml', line: 6, column: 3 };
  const placedDrift = { ...driftPlan, drift: driftPlan.drift.map((one) => ({ ...one, source })) };

  it.each([
    ['a plan', () => renderPlanMarkdown(mixedPlan, { sourceUrl })],
    ['drift', () => renderDriftMarkdown(placedDrift, { strict: true, sourceUrl })],
    ['a report', () => renderReportMarkdown(troubledReport, { sourceUrl })],
    ['diagnostics', () => renderDiagnosticsMarkdown(dangerousPlan.diagnostics, { sourceUrl })],
  ])('of %s link to the files that have pages', (_name, render) => {
    const text = render();
    expect(text).toMatch(linked);
    expect(text.replaceAll(new RegExp(linked, 'gu'), '')).not.toContain('`enrollments.yaml:');
  });

  it('are not linked without pages', () => {
    const text = renderPlanMarkdown(dangerousPlan, { sourceUrl: () => undefined });
    expect(text).toBe(renderPlanMarkdown(dangerousPlan, {}));
    expect(text).toContain('`enrollments.yaml:');
  });

  it('lose their links before any line is left out', () => {
    const plan = planOf(900);
    const text = renderPlanMarkdown(plan, { full: true, sourceUrl });
    expect(bytes(text)).toBeLessThanOrEqual(limit);
    expect(text).not.toContain('more*');
    expect(text).not.toContain('git.example');
  });
});

describe('every comment fits', () => {
  const long = 'x'.repeat(400);

  it.each([
    ['100,000 changes', () => renderPlanMarkdown(bigPlan(), { diff: true, full: true })],
    ['2,900 changes, all in full', () => renderPlanMarkdown(planOf(2_900), { diff: true, full: true })],
    [
      '100,000 changes with links to their lines',
      () => renderPlanMarkdown(bigPlan(), { sourceUrl: (place) => `https://git.example/${long}/${place}` }),
    ],
    ['20,000 changes in as many targets', () => renderPlanMarkdown(scattered, {})],
    ['20,000 errors', () => renderPlanMarkdown(erroneous, {})],
    ['20,000 diagnostics', () => renderDiagnosticsMarkdown(erroneous.diagnostics, {})],
    ['20,000 differences', () => renderDriftMarkdown(drifted, { strict: true })],
    ['20,000 outcomes', () => renderReportMarkdown(report)],
    ['names of many thousand characters', () => renderPlanMarkdown(longNames, { diff: true })],
    ['5,000 different end reasons', () => renderPlanMarkdown(endReasons, {})],
    [
      '20,000 checks',
      () =>
        renderDoctorMarkdown(
          { ...notReady, checks: Array.from({ length: 2_000 }, () => notReady.checks).flat() },
          { verbose: true },
        ),
    ],
    ['a text of 100,000 lines', () => renderTextMarkdown('line ❤\n'.repeat(100_000), history)],
  ])('%s', (_name, render) => {
    const text = render();
    expect(bytes(text)).toBeLessThanOrEqual(limit);
    expect(text).toMatch(/^<!-- rollcall:[a-z]+:/u);
    expect(unclosed(text)).toEqual([]);
  });

  it('any plan', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), fc.boolean(), ({ plan }, full) => {
        const text = renderPlanMarkdown(plan, { diff: true, full });
        expect(bytes(text)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 30 },
    );
  });

  it('reduces details in steps: all lines, the first lines of each list, counts, the headline', () => {
    const contacts = (amount: number): number =>
      renderPlanMarkdown(planOf(amount), {}).match(/•••@northwind/gu)?.length ?? 0;
    expect(contacts(20)).toBe(20);
    expect(contacts(900)).toBe(900);
    // 200 of each of the two senders.
    expect(contacts(3_000)).toBe(400);
    const numbers = renderPlanMarkdown(wordy, {});
    expect(numbers).not.toContain('enrollments.yaml');
    expect(numbers).toContain('| `sequences.target-39` | 15 |');
    const headline = renderPlanMarkdown(longNames, {});
    expect(headline).toContain('will email 200 people');
    expect(headline).not.toContain('| target');
  });

  const scattered = samplePlan({
    changes: Array.from({ length: 20_000 }, (_, index) =>
      enroll(`${index}`, 'q•••@northwind.example', {
        line: index,
        target: { kind: 'sequence', key: `target-${index}`, id: `${index}`, name: `The ${index}th` },
      }),
    ),
  });
  const wordy = samplePlan({
    unchanged: Array.from({ length: 600 }, (_, index) =>
      unchanged('blocked', [`${index}`, 'q•••@northwind.example'], {
        line: 1,
        reason: long.repeat(5),
        target: { kind: 'sequence', key: `target-${index % 40}`, id: `${index % 40}`, name: 'Some' },
      }),
    ),
  });
  const erroneous = samplePlan({
    errored: true,
    diagnostics: Array.from({ length: 20_000 }, (_, index) => ({
      code: 'target-not-ready' as const,
      severity: 'error' as const,
      message: `HubSpot has no sequence ${index}. ${long}`,
      help: long,
    })),
  });
  const drifted = samplePlan({
    drift: Array.from({ length: 20_000 }, (_, index) => ({
      address: `sequences.q4-outbound/${index}`,
      kind: 'unmanaged' as const,
      message: 'is active',
      help: 'Check it.',
      counts: index % 2 === 0,
    })),
  });
  const report = sampleReport({
    exitReasons: Array.from({ length: 100 }, () => long),
    outcomes: Array.from({ length: 20_000 }, (_, index) =>
      outcome(`sequences.q4-outbound/${index}`, index % 2 === 0 ? 'done' : 'unknown', { reason: 'sent' }),
    ),
  });
  const longNames = samplePlan({
    only: [long.repeat(300)],
    changes: Array.from({ length: 200 }, (_, index) =>
      enroll(`${index}`, 'q•••@northwind.example', {
        line: index,
        target: {
          kind: 'sequence',
          key: `${index}${long.repeat(20)}`,
          id: `${index}`,
          name: '❤️&<'.repeat(500),
        },
      }),
    ),
  });
  const endReasons = samplePlan({
    unchanged: Array.from({ length: 5_000 }, (_, index) =>
      unchanged('ended', [`${index}`, 'q•••@northwind.example'], {
        line: index,
        reason: `reason ${index} ${long}`,
      }),
    ),
  });
});

/** Returns the elements that are opened and not closed. */
function unclosed(text: string): readonly string[] {
  const html = rendered(text);
  return ['details', 'summary', 'table', 'pre'].filter(
    (name) => html.split(`<${name}`).length !== html.split(`</${name}>`).length,
  );
}

describe('text from outside', () => {
  const nasty = [
    'a | b',
    '<script>alert(1)</script>',
    '`code` and ``more``',
    '@octocat and @acme/team',
    '[click](https://evil.example)',
    '![pixel](https://evil.example/x.png)',
    'https://evil.example www.evil.example mailto:a@b.example',
    '# heading',
    '*bold* _soft_ ~~gone~~',
    '<!-- comment -->',
    '\\| \\` \\',
    '&lt;b&gt; &copy;',
    '$x^2$ #12 :tada:',
    'Ask paul@acme.example.',
    '</summary></details>',
    'one\ntwo\r\n\r\n# three',
  ];
  const anyText = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'|<>`@[]()!*_~#&$\\:/.- \nwhtps&;x1'.split('')), maxLength: 60 }),
    fc.constantFrom(...nasty),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it.each(nasty)('stays text: %j', (text) => expectPlain(text));

  it('stays text, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => expectPlain(text)),
      { numRuns: 1_000 },
    );
  });

  it('contains no mentions and no references', () => {
    expect(escapeText('@octocat, see #12 and :tada:')).toBe('@\u200Boctocat, see #\u200B12 and :\u200Btada:');
    expect(escapeText('ask paul@acme.example, please')).toBe('ask `paul@acme.example`, please');
    expect(htmlText('<b>@octocat')).toBe('&lt;b&gt;@\u200Boctocat');
  });

  it('does not break a comment, at any position', () => {
    for (const text of nasty) {
      const plan = samplePlan({
        changes: [
          enroll('1', 'q•••@northwind.example', {
            line: 1,
            reenroll: true,
            reason: text,
            target: { kind: 'sequence', key: 'key', id: '1', name: text },
            source: { file: text, line: 1, column: 1 },
          }),
        ],
        unchanged: [unchanged('blocked', ['2', text], { line: 2, reason: text, help: text })],
        diagnostics: [{ code: anyCode(text), severity: 'warning', message: text, help: text }],
      });
      const html = rendered(renderPlanMarkdown(plan, {}));
      expect(html).not.toMatch(/<(?:script|img|del|em)\b/u);
      expect(links(html).filter((link) => !link.startsWith('https://app.hubspot.com/'))).toEqual([]);
      expect(unclosed(renderPlanMarkdown(plan, {}))).toEqual([]);
    }
  });

  function expectPlain(text: string): void {
    const inCell = (markdown: string): string =>
      `| a | b |\n| --- | --- |\n| ${markdown.replaceAll(/(?<!\\)\|/gu, String.raw`\|`)} | end |`;
    for (const [markdown, reader] of [
      [`x ${escapeText(text)}`, visibleText],
      [`x ${code(text)}`, visibleText],
      [inCell(escapeText(text)), visibleText],
    ] as const) {
      const html = rendered(markdown);
      expect(html, markdown).not.toMatch(/<(?!\/?(?:p|code|table|thead|tbody|tr|th|td)\b)[a-z!]/iu);
      // Backticks mark code spans and are not visible.
      const all = reader(html).replaceAll(/[\s`]/gu, '');
      expect(all, markdown).toContain(shownAs(text).replaceAll('`', ''));
    }
  }

  function links(html: string): readonly string[] {
    return [...html.matchAll(/href="([^"]*)"/gu)].map(([, href = '']) => href);
  }
});

/** Returns the visible text that a text should have, without spaces. */
function shownAs(text: string): string {
  return safeLine(text).replaceAll('\u200B', '').replaceAll(/\s/gu, '');
}

describe('the other comments', () => {
  it.each([
    ['drift', () => renderDriftMarkdown(driftPlan, { strict: false })],
    ['drift-none', () => renderDriftMarkdown(emptyPlan, { strict: false })],
    ['report-troubled', () => renderReportMarkdown(troubledReport)],
    ['diagnostics', () => renderDiagnosticsMarkdown(dangerousPlan.diagnostics, {})],
    ['doctor', () => renderDoctorMarkdown(notReady, { verbose: false })],
    ['doctor-verbose', () => renderDoctorMarkdown(notReady, { verbose: true })],
    ['text', () => renderTextMarkdown('one\n``` two\n', history)],
  ])('match %s.md', async (name, render) => {
    await expect(render()).toMatchFileSnapshot(`../golden/${name}.md`);
  });

  it('list all outcomes of a report, and count them', () => {
    const text = renderReportMarkdown(troubledReport);
    for (const { address, contact } of troubledReport.outcomes)
      expect(text).toContain(contact?.id ?? address);
    expect(text).toContain(
      '3 of 8 changes applied; 2 failed, 1 blocked, 1 unknown, 1 not attempted, 1 manual',
    );
  });

  it('contain the plan id', () => {
    expect(renderPlanMarkdown(mixedPlan, {})).toContain(mixedPlan.planId);
  });
});
