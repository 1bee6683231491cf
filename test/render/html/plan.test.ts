import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedJson, renderTextHtml } from '../../../src/render/html/document.ts';
import { renderDiagnosticsHtml } from '../../../src/render/html/diagnostics.ts';
import { renderDoctorHtml } from '../../../src/render/html/doctor.ts';
import { renderDriftHtml } from '../../../src/render/html/drift.ts';
import type { PageData } from '../../../src/render/html/page-data.ts';
import { renderPlanHtml } from '../../../src/render/html/plan.ts';
import { renderReportHtml } from '../../../src/render/html/report.ts';
import { linksOf } from '../../../src/render/view/links.ts';
import { arbitraryPlan } from '../arbitrary-plan.ts';
import { richPlan } from '../rich-plan.ts';
import { notReady } from '../sample-checks.ts';
import { at, enroll, longDriftPlan, samplePlan, unchanged } from '../sample-plans.ts';
import { troubledReport } from '../sample-reports.ts';
import { anyCode } from '../../any-code.ts';

const pages = [
  renderPlanHtml(richPlan, {}),
  renderReportHtml(troubledReport),
  renderDriftHtml(richPlan, { strict: true }),
  renderTextHtml('rollcall history', 'a < b'),
];

describe('the sentences of a page', () => {
  it.each([
    ...pages,
    renderDiagnosticsHtml([
      { code: anyCode('unknown-key'), severity: 'error', message: 'Unknown `a`.', help: 'Write `b`.' },
    ]),
    renderDriftHtml(longDriftPlan, { strict: false }),
    renderDoctorHtml(notReady),
  ])('show code as code, without backticks', (page) => {
    const shown = page.replaceAll(/<(script|style|pre)\b.*?<\/\1>/gsu, '');
    expect(shown).not.toContain('`');
  });
});

describe('the policy of a page', () => {
  it.each(pages)('allows only its own script and style, by hash', (page) => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(page)?.[1] ?? '';
    const rules = Object.fromEntries(
      policy.split('; ').map((rule) => [rule.split(' ', 1)[0], rule.split(' ').slice(1).join(' ')]),
    );
    expect(rules).toEqual({
      'default-src': "'none'",
      'script-src': hashOf(/<script>([\s\S]*?)<\/script>/u.exec(page)?.[1] ?? ''),
      'style-src': [...page.matchAll(/<style>([\s\S]*?)<\/style>/gu)]
        .map(([, text = '']) => hashOf(text))
        .join(' '),
      'img-src': 'data:',
      'base-uri': "'none'",
      'form-action': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    });
  });

  it('comes before the elements that it governs', () => {
    for (const page of pages)
      expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  function hashOf(text: string): string {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  }
});

describe('the script of a page', () => {
  it('is bundled from its current sources', () => {
    const script = fileURLToPath(new URL('../../../scripts/build-page.mjs', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});

describe('the data of a page', () => {
  it('parses to the same value, and never closes its element', () => {
    const nasty = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('</script><script>alert(1)</script>', '<!--', '\u2028\u2029', ']]>'),
    );
    fc.assert(
      fc.property(nasty, (value) => {
        const text = embeddedJson(value);
        expect(text).not.toMatch(/[<\u2028\u2029]/u);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('has every entry of a plan, with its source line', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        fc.pre(plan.changes.length + plan.unchanged.length > 0);
        const data = dataOf(renderPlanHtml(plan, {}));
        const lines = data.rows.map(
          ([status, id, , target, , , , file, line]) =>
            `${data.statuses[status]?.key} ${data.targets[target]?.address}/${id} ${data.files[file]}:${line}`,
        );
        const expected = [...plan.changes, ...plan.unchanged].map(
          (one) =>
            `${'action' in one ? one.action : one.status} ${one.address} ${one.source?.file}:${one.source?.line}`,
        );
        expect(lines.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 50 },
    );
  });

  it('contains only masked emails, unless real ones are revealed', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: false }), ({ plan, emails }) => {
        const page = renderPlanHtml(plan, {});
        for (const email of emails.values()) expect(page).not.toContain(email);
      }),
      { numRuns: 30 },
    );
    const plan = samplePlan({ changes: [enroll('1042', 'a•••@northwind.example', { line: 1 })] });
    const reveal = (id: string): string | undefined => (id === '1042' ? 'ana@northwind.example' : undefined);
    expect(renderPlanHtml(plan, { reveal })).toContain('ana@northwind.example');
  });

  function dataOf(page: string): PageData {
    const text = /id="data">([\s\S]*?)<\/script>/u.exec(page)?.[1] ?? '';
    const data: PageData = JSON.parse(text);
    return data;
  }
});

describe('text from outside', () => {
  it('is never markup', () => {
    const nasty = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>';
    const page = renderPlanHtml(
      samplePlan({
        changes: [
          enroll('1', 'q•••@northwind.example', {
            line: 1,
            sender: nasty,
            reenroll: true,
            reason: nasty,
            target: { kind: 'sequence', key: nasty, id: nasty, name: nasty },
            source: { file: nasty, line: 1, column: 1 },
          }),
        ],
        unchanged: [unchanged('blocked', [nasty, nasty], { line: 2, reason: nasty, help: nasty })],
        drift: [
          {
            address: nasty,
            kind: 'unmanaged',
            message: nasty,
            help: nasty,
            counts: true,
            source: at(1, nasty),
          },
        ],
        diagnostics: [{ code: anyCode(nasty), severity: 'warning', message: nasty, help: nasty }],
        files: [{ path: nasty, sha256: '0'.repeat(64) }],
        context: { uiDomain: nasty, contactPage: nasty, timeZone: nasty, senders: [] },
      }),
      { planFile: nasty },
    );
    expect(page).not.toContain('<img');
    expect(page.match(/<script/gu)).toHaveLength(2);
    expect(page.match(/<\/script/gu)).toHaveLength(2);
    expect(page).not.toMatch(/href="(?!https:\/\/app\.hubspot\.com\/|#|data:,)/u);
  });

  it('never adds a link to a host that does not belong to HubSpot', () => {
    const link = (uiDomain: string, contactPage?: string): string =>
      linksOf({
        portalId: 1,
        context: {
          uiDomain,
          ...(contactPage === undefined ? {} : { contactPage }),
        },
      }).contact('7');
    expect(link('app-eu1.hubspot.com')).toBe('https://app-eu1.hubspot.com/contacts/1/record/0-1/7');
    for (const host of ['evil.example', 'app.hubspot.com.evil.example', 'app.hubspot.com/x@evil.example', ''])
      expect(link(host)).toBe('https://app.hubspot.com/contacts/1/record/0-1/7');
    expect(link('app.hubspot.com', 'https://evil.example/{id}')).toMatch(/^https:\/\/app\.hubspot\.com\//u);
    expect(link('app.hubspot.com', 'https://app-na2.hubspot.com/c/{id}')).toBe(
      'https://app-na2.hubspot.com/c/7',
    );
  });
});
