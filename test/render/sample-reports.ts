/** Hand-written reports for the golden files. */
import type { Outcome, Report } from '../../src/model/results/report.ts';
import { at, outbound } from './sample-plans.ts';

/** Returns a report with counts that are counted from its outcomes. */
export function sampleReport(parts: Partial<Report> & { readonly outcomes: readonly Outcome[] }): Report {
  const status = (name: Outcome['status']): number =>
    parts.outcomes.filter((outcome) => outcome.status === name).length;
  return {
    formatVersion: 2,
    planId: '3f9c2a1be0d94c57a8f1627b0c5de3914477aa0b92e64f1d8c3b5a7e9d201f46',
    portalId: 12345678,
    run: 7,
    exitCode: 0,
    exitReasons: [],
    counts: {
      planned: parts.outcomes.length,
      done: status('done'),
      failed: status('failed'),
      blocked: status('blocked'),
      unknown: status('unknown'),
      notAttempted: status('not-attempted'),
    },
    emails: 3 * parts.outcomes.filter((one) => one.status === 'done' && one.action === 'enroll').length,
    manual: [],
    requests: parts.outcomes.length + 3,
    ...parts,
  };
}

export function outcome(
  address: string,
  status: Outcome['status'],
  extras: Partial<Outcome> & { readonly reason: string },
): Outcome {
  return { address, action: 'enroll', status, ...extras };
}

const confirmed = { reason: 'HubSpot confirmed it' };

export const cleanReport = sampleReport({
  outcomes: [
    outcome('sequences.q4-outbound/1044', 'done', { ...confirmed, action: 'unenroll' }),
    outcome('sequences.q4-outbound/1042', 'done', confirmed),
    outcome('sequences.q4-outbound/1043', 'done', confirmed),
    outcome('workflows.onboarding/1042', 'done', {
      reason: 'accepted by HubSpot; not seen in the account yet',
    }),
  ],
});

export const troubledReport = sampleReport({
  exitCode: 7,
  exitReasons: [
    '1 unknown outcome needs a decision (7)',
    '1 change failed, 1 is stale, 1 removal is manual (6)',
  ],
  outcomes: [
    ...cleanReport.outcomes,
    outcome('sequences.q4-outbound/1046', 'unknown', {
      reason: 'no usable response (timeout after 30 s), and HubSpot does not show an effect',
    }),
    outcome('sequences.q4-outbound/1047', 'failed', {
      reason: 'HubSpot refused it: the sender has no connected inbox',
      help: 'Connect the inbox of paul@acme.example in HubSpot, then apply again.',
    }),
    outcome('sequences.q4-outbound/1048', 'blocked', {
      reason: 'opted out of email between plan and apply',
      help: 'No action needed.',
    }),
    outcome('sequences.q4-outbound/1049', 'not-attempted', {
      reason: 'stale: the planned change no longer applies to this contact',
      help: 'Plan again.',
    }),
  ],
  manual: [
    {
      address: 'sequences.q4-outbound/1091',
      status: 'manual',
      reason: 'removed from the file, and no route can unenroll from this sequence',
      help: 'Unenroll by hand: https://app.hubspot.com/contacts/12345678/record/0-1/1091',
      contact: { id: '1091', email: 'c•••@contoso.example' },
      target: outbound,
      source: at(34),
    },
  ],
});
