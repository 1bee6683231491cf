/** The plans and reports of real commands, as text, Markdown and JSON. Only checks that a page has the same numbers. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { assertNever } from '../../../src/model/failure.ts';
import type { Plan } from '../../../src/model/results/plan.ts';
import { renderDriftJson, renderPlanJson, renderReportJson } from '../../../src/render/json/plan.ts';
import { renderValidationJson } from '../../../src/render/json/documents.ts';
import { renderDiagnosticsMarkdown } from '../../../src/render/markdown/diagnostics.ts';
import { renderDriftMarkdown } from '../../../src/render/markdown/drift.ts';
import { renderPlanMarkdown } from '../../../src/render/markdown/plan.ts';
import { renderReportMarkdown } from '../../../src/render/markdown/report.ts';
import { renderDiagnostics } from '../../../src/render/text/diagnostics.ts';
import { renderDrift } from '../../../src/render/text/drift.ts';
import { renderPlan } from '../../../src/render/text/plan.ts';
import { renderReport } from '../../../src/render/text/report.ts';
import { renderPlanHtml } from '../../../src/render/html/plan.ts';
import { planView } from '../../../src/render/view/plan/plan-view.ts';
import { type Document, scenarios } from './scenarios.ts';

const options = { color: false, width: 80 };

/** The lines that have the state of a document, by index. Before a report are the question and an empty line. */
const states: Readonly<Record<string, readonly (readonly [index: number, line: string])[]>> = {
  'small/plan': [[1, '26 enrollments of 15 people, 1 unenrollment']],
  'small/report': [[3, 'Apply complete. 27 of 27 changes applied: 26 enrolled, 1 unenrolled.']],
  'empty/plan': [[1, 'No changes. HubSpot matches enrollments.yaml.']],
  'refused/plan': [
    [1, 'REFUSED: the plan is above 2 limits; 9 blocked, 1 waiting, 1 unknown'],
    [-2, 'REFUSED: 13 enrollments, the limit is 8; 1 re-enrollment, the limit is 0.'],
    [-1, '  Nothing was applied.'],
  ],
  'no-ledger/plan': [
    [1, 'CANNOT BE APPLIED: there is no ledger'],
    [-1, 'CANNOT BE APPLIED: there is no ledger. Nothing was applied.'],
  ],
  'reenroll/plan': [[1, '2 to enroll (2 of them again)']],
  'unknown/plan': [[1, 'No changes. 1 unknown']],
  'unknown/report': [
    [3, 'Apply incomplete. 3 of 4 changes applied; 1 unknown.'],
    [-1, 'Exit code 7: 1 unknown outcome needs a decision.'],
  ],
  'large/plan': [[1, '1,705 to enroll; 76 blocked, 219 waiting']],
  'undo/plan': [[1, '2 to unenroll']],
  'canary/report': [[4, 'Apply incomplete. 1 of 3 changes applied; 2 not attempted.']],
  'partial/report': [[3, 'Apply incomplete. 1 of 4 changes applied; 2 failed, 1 blocked.']],
  'drift/none': [[0, 'No drift since run 1.']],
  'drift/found': [[0, 'Drift: 3 differences since run 1']],
  'invalid/validation': [[-1, '6 errors, 0 warnings']],
  'invalid/plan': [
    [1, 'No plan: 1 error to fix first'],
    [-1, 'Nothing can be applied. Fix the errors above, then plan again.'],
  ],
};

describe.each(Object.entries(scenarios))('%s', (name, play) => {
  it('matches its golden files', async () => {
    for (const [title, document] of Object.entries(await play())) {
      const file = `../golden/real/${name}/${title}`;
      const { json, ...others } = formats(document);
      const lines = others.txt.split('\n').slice(0, -1);
      for (const [index, line] of states[`${name}/${title}`] ?? []) expect(lines.at(index)).toBe(line);
      expect(lines.filter(isTooWide)).toEqual([]);
      // 2,000 entries would be 1 MB.
      for (const [format, content] of Object.entries(name === 'large' ? others : { ...others, json }))
        await expect(content).toMatchFileSnapshot(`${file}.${format}`);
      if (document.kind === 'plan') {
        checkPage(document.plan);
        expect(JSON.parse(json)).toEqual(document.plan);
      }
    }
  });
});

/** A single word (a URL, an address, a path) is never broken, so that it can be copied. It has a line of its own. */
function isTooWide(line: string): boolean {
  return stringWidth(line) > 80 && line.trim().includes(' ');
}

/** Checks that the page of a plan has the sentences of its text, and one row for each entry. */
function checkPage(plan: Plan): void {
  const page = renderPlanHtml(plan, {});
  const text = page
    .replaceAll(/<[^>]+>/gu, '')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/gu, ' ');
  const { state, impact, unchanged } = planView(plan, {});
  for (const sentence of [state.headline, ...impact.others, unchanged]) expect(text).toContain(sentence);
  for (const { email } of plan.context?.senders ?? []) expect(text).toContain(email);
  const [, data = '{"rows":[]}'] =
    /<script type="application\/json" id="data">(.*?)<\/script>/su.exec(page) ?? [];
  const { rows } = JSON.parse(data) as { readonly rows: readonly unknown[] };
  expect(rows).toHaveLength(plan.changes.length + plan.unchanged.length);
}

const golden = fileURLToPath(new URL('../golden', import.meta.url));
const textFiles = readdirSync(golden, { encoding: 'utf8', recursive: true })
  .filter((file) => /^real.*\.txt$|^drift[^/]*\.txt$|-80\.txt$/u.test(file))
  .toSorted();

describe('the golden text for 80 columns', () => {
  it('is found', () => {
    expect(textFiles.length).toBeGreaterThan(30);
  });

  it.each(textFiles)('%s has no wider line, apart from single words', (file) => {
    expect(readFileSync(`${golden}/${file}`, 'utf8').split('\n').filter(isTooWide)).toEqual([]);
  });
});

/** Returns the golden files of a document by their extension. */
function formats(document: Document): Readonly<Record<'txt' | 'md' | 'json', string>> {
  switch (document.kind) {
    case 'plan':
      return {
        txt: renderPlan(document.plan, options),
        md: renderPlanMarkdown(document.plan, {}),
        json: [...renderPlanJson(document.plan)].join(''),
      };
    case 'report':
      return {
        txt: [document.question, renderReport(document.report, options)].filter(Boolean).join('\n'),
        md: renderReportMarkdown(document.report),
        json: renderReportJson(document.report),
      };
    case 'drift':
      return {
        txt: renderDrift(document.plan, { ...options, strict: false }),
        md: renderDriftMarkdown(document.plan, { strict: false }),
        json: renderDriftJson(document.plan, { strict: false }),
      };
    case 'validation': {
      const { diagnostics, texts } = document.validation;
      return {
        txt: renderDiagnostics(diagnostics, { ...options, texts }),
        md: renderDiagnosticsMarkdown(diagnostics, { portal: 'simulated' }),
        json: renderValidationJson(diagnostics),
      };
    }
    default:
      return assertNever(document);
  }
}
