import type { Plan } from '../../src/model/results/plan.ts';
import { at, driftPlan, enroll, mixedPlan, samplePlan } from './sample-plans.ts';

const context = {
  uiDomain: 'app-eu1.hubspot.com',
  timeZone: 'Europe/Berlin',
  senders: [
    { email: 'maria@acme.example', sentToday: 60, perDay: 200 },
    { email: 'paul@acme.example', sentToday: 180, perDay: 200 },
  ],
};

/** A plan with every kind of entry that a page shows. */
export const richPlan: Plan = {
  ...mixedPlan,
  context,
  drift: driftPlan.drift.map((one, index) => (index === 0 ? { ...one, source: at(38) } : one)),
};

/** Returns a plan with enrollments in one sequence by two senders. */
export function planOf(amount: number): Plan {
  const changes = Array.from({ length: amount }, (_, index) =>
    enroll(String(1_000_000 + index), `${'abcdefghij'[index % 10]}•••@northwind.example`, {
      line: index + 1,
      sender: index % 4 === 0 ? 'paul@acme.example' : 'maria@acme.example',
    }),
  );
  return samplePlan({ changes, context });
}
