import { expect, it } from 'vitest';

import { makePlan } from '../../src/reconciler/make-plan.ts';
import { act, at, contact, member, planInput, running, sequence } from '../reconciler/builders.ts';

it('plans a hundred thousand contacts without quadratic work', () => {
  const everyId = Array.from({ length: 100_000 }, (_, index) => index + 1);
  const plan = makePlan(
    planInput({
      desired: {
        suppress: everyId
          .slice(0, 20_000)
          .map((who) => ({ match: { email: `x${who}@northwind.example` }, source: at(5) })),
        targets: [sequence({ members: everyId.map((who) => member(who)) })],
      },
      contacts: everyId.map((who) => contact(who, who % 2 === 0 ? { enrollments: [running()] } : {})),
      entries: everyId.filter((who) => who % 2 === 0).map((who) => act({ contactId: String(who) })),
      input: { liftedLimits: { enroll: 100_000, perSenderPerDay: 100_000 } },
    }),
  );
  expect(plan.summary).toMatchObject({ enroll: 50_000, active: 50_000 });
});
