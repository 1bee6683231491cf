/**
 * Plans N declared members against N observed contacts, and prints as JSON the time of planning, the time of making
 * the input, and the peak memory of the process, including the input. Usage: `plan-in-memory.js N`.
 */
import { makePlan } from '../src/reconciler/make-plan.ts';
import { planningInput } from './planning-input.ts';

const count = Number(process.argv[2]);
const start = performance.now();
const input = planningInput(count);
const from = performance.now();
const plan = makePlan(input);
const milliseconds = performance.now() - from;
const megabytes = process.resourceUsage().maxRSS / 1024;
const { enroll, active } = plan.summary;
process.stdout.write(JSON.stringify({ milliseconds, making: from - start, megabytes, enroll, active }));
