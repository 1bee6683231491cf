import { readFileSync } from 'node:fs';
import type { Plan } from '../../../src/model/results/plan.ts';
import type { Report } from '../../../src/model/results/report.ts';

/** Returns a plan that `real-plans.test.ts` compares with that of a real command: `mixed/plan`. */
export function realPlan(name: string): Plan {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test of the golden files compares it with a plan
  return JSON.parse(textOf(name)) as Plan;
}

/** Returns a report of a real `apply`: `partial/report`. */
export function realReport(name: string): Report {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the golden file of a report
  return JSON.parse(textOf(name)) as Report;
}

function textOf(name: string): string {
  return readFileSync(new URL(`../golden/real/${name}.json`, import.meta.url), 'utf8');
}
