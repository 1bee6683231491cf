import { describe, expect, it } from 'vitest';

import { renderReportJson } from '../../../src/render/json/plan.ts';
import { renderReport } from '../../../src/render/text/report.ts';
import { cleanReport, troubledReport } from '../sample-reports.ts';

describe('the text of a report', () => {
  it.each([
    ['report-clean', cleanReport, { color: false, width: 100 }],
    ['report-clean-full', cleanReport, { color: false, width: 100, full: true }],
    ['report-troubled', troubledReport, { color: false, width: 100 }],
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
