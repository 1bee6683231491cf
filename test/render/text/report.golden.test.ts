import { describe, expect, it } from 'vitest';

import { renderReportJson } from '../../../src/render/json/plan.ts';
import { renderReport } from '../../../src/render/text/report.ts';
import { blockedReport, cleanReport, partialReport, troubledReport } from '../sample-reports.ts';

describe('the text of a report', () => {
  it.each([
    ['report-clean-80', cleanReport, { color: false, width: 80 }],
    ['report-clean-full', cleanReport, { color: false, width: 100, full: true }],
    ['report-partial-80', partialReport, { color: false, width: 80 }],
    ['report-partial-full', partialReport, { color: false, width: 100, full: true }],
    ['report-blocked-80', blockedReport, { color: false, width: 80 }],
    ['report-troubled-80', troubledReport, { color: false, width: 80 }],
    ['report-troubled-60', troubledReport, { color: false, width: 60 }],
  ])('matches %s.txt', async (name, report, options) => {
    await expect(renderReport(report, options)).toMatchFileSnapshot(`../golden/${name}.txt`);
  });
});

describe('the JSON of a report', () => {
  it('matches report-troubled.json', async () => {
    await expect(renderReportJson(troubledReport)).toMatchFileSnapshot('../golden/report-troubled.json');
  });
});
