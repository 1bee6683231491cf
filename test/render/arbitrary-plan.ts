import * as fc from 'fast-check';

import { maskEmail } from '../../src/model/email.ts';
import type { Change, Drift, Unchanged, UnchangedStatus, Plan } from '../../src/model/results/plan.ts';
import { at, enroll, unchanged, onboarding, outbound, samplePlan, unenroll } from './sample-plans.ts';

const statuses: readonly UnchangedStatus[] = [
  'active',
  'ended',
  'waiting',
  'blocked',
  'unknown',
  'unmanaged',
  'manual',
  'left-audience',
  'orphan',
];

const sentence = fc.stringMatching(/^[a-z]{1,12}( [a-z0-9]{1,12}){0,12}\.?$/);
/** Emails of contacts. The senders of the sample plans have another domain. */
const contactEmail = fc.stringMatching(/^[a-z][a-z0-9.+]{2,14}@[a-z]{2,12}\.example$/);
const target = fc.constantFrom(outbound, onboarding);
const line = fc.integer({ min: 1, max: 99_999 });

const item = fc.record({
  email: contactEmail,
  target,
  line,
  reason: sentence,
  help: fc.option(sentence, { nil: undefined }),
  flag: fc.boolean(),
  act: fc.constantFrom('enroll', 'unenroll', ...statuses),
});

const drift: fc.Arbitrary<Drift> = fc.record({
  address: fc.constantFrom('workflows.onboarding', 'sequences.q4-outbound/77'),
  kind: fc.constantFrom('unmanaged', 'target-edited', 'ended-unexplained'),
  message: sentence,
  help: sentence,
  counts: fc.boolean(),
});

/**
 * Generates plans with every action and status, and the real email of each contact id. `mask: false` generates plans
 * that contain real emails, as a caller could pass by mistake.
 */
export function arbitraryPlan({ mask }: { readonly mask: boolean }): fc.Arbitrary<{
  readonly plan: Plan;
  readonly emails: ReadonlyMap<string, string>;
}> {
  return fc
    .tuple(fc.array(item, { maxLength: 60 }), fc.array(drift, { maxLength: 5 }))
    .map(([items, drifts]) => {
      const changes: Change[] = [];
      const unchangedEntries: Unchanged[] = [];
      const emails = new Map<string, string>();
      for (const [index, one] of items.entries()) {
        const id = String(1000 + index);
        emails.set(id, one.email);
        const email = mask ? maskEmail(one.email) : one.email;
        const shared = { line: one.line, target: one.target, reason: one.reason };
        if (one.act === 'enroll') changes.push(enroll(id, email, { ...shared, reenroll: one.flag }));
        else if (one.act === 'unenroll') changes.push(unenroll(id, email, { ...shared, owned: one.flag }));
        else
          unchangedEntries.push(
            unchanged(one.act, [id, email], {
              ...shared,
              ...(one.help === undefined ? {} : { help: one.help }),
            }),
          );
      }
      const diagnostics = items
        .filter((one) => one.flag)
        .map((one) => ({
          code: 'wrong-value' as const,
          severity: 'warning' as const,
          message: one.reason,
          help: 'Do this.',
          source: at(one.line),
        }));
      return {
        plan: samplePlan({ changes, unchanged: unchangedEntries, drift: drifts, diagnostics }),
        emails,
      };
    });
}
