import type { Plan } from '../../src/model/results/plan.ts';
import { driftPlan, emptyPlan, enroll, mixedPlan, samplePlan } from './sample-plans.ts';

/** A plan with every kind of entry that a page shows. The unmanaged contact is from another plan. */
export const richPlan: Plan = {
  ...mixedPlan,
  unchanged: [...mixedPlan.unchanged, ...emptyPlan.unchanged.filter(({ status }) => status === 'unmanaged')],
  summary: { ...mixedPlan.summary, unmanaged: emptyPlan.summary.unmanaged },
  drift: driftPlan.drift,
};

/** Returns a plan with enrollments in one sequence by two senders. */
export function planOf(amount: number): Plan {
  const changes = Array.from({ length: amount }, (_, index) =>
    enroll(String(1_000_000 + index), `${'abcdefghij'[index % 10]}•••@northwind.example`, {
      line: index + 1,
      ...(index % 4 === 0
        ? { sender: 'paul@acme.example', senderUserId: '7002' }
        : { sender: 'maria@acme.example', senderUserId: '7001' }),
    }),
  );
  return samplePlan({ changes, ...(mixedPlan.context && { context: mixedPlan.context }) });
}
