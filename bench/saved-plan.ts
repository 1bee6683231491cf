/** Writes a saved plan of N enrollments. Usage: `saved-plan.js N FILE`. */
import { writeFileSync } from 'node:fs';
import { formatPlan } from '../src/commands/apply/saved-plan.ts';
import { planIdOf } from '../src/reconciler/digests.ts';
import { makePlan } from '../src/reconciler/make-plan.ts';
import { planningInput } from './planning-input.ts';

const [count = '', file = ''] = process.argv.slice(2);
// Half of the contacts are active, so twice as many give the changes.
const plan = { ...makePlan(planningInput(2 * Number(count))), unchanged: [] };
writeFileSync(file, [...formatPlan({ ...plan, planId: planIdOf(plan) })].join(''));
process.stdout.write(JSON.stringify(plan.changes.length));
