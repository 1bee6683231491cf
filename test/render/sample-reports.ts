/** Hand-written reports for the golden files. */
import type { HubSpotResponse } from '../../src/model/account.ts';
import type { Outcome, Report } from '../../src/model/results/report.ts';
import { at, onboarding, outbound } from './sample-plans.ts';

/** Returns a report with counts that are counted from its outcomes. */
export function sampleReport(parts: Partial<Report> & { readonly outcomes: readonly Outcome[] }): Report {
  const status = (name: Outcome['status']): number =>
    parts.outcomes.filter((outcome) => outcome.status === name).length;
  return {
    formatVersion: 2,
    planId: '2e336ad33cab6b51',
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

const confirmed = { reason: 'HubSpot confirmed it', evidence: 'confirmed', target: outbound } as const;

/** Returns what a change adds to its outcome: contact, target and source line. */
const of = (id: string, email: string, line: number) => ({
  contact: { id, email },
  target: outbound,
  source: at(line),
});

export const cleanReport = sampleReport({
  emails: 6,
  emailsToday: 2,
  emailsUntil: '2026-11-11',
  outcomes: [
    outcome('sequences.q4-outbound/1044', 'done', { ...confirmed, action: 'unenroll' }),
    outcome('sequences.q4-outbound/1042', 'done', { ...confirmed, ...of('1042', 'b•••@acme.example', 12) }),
    outcome('sequences.q4-outbound/1043', 'done', { ...confirmed, ...of('1043', 'l•••@acme.example', 13) }),
    outcome('workflows.onboarding/1042', 'done', {
      reason: 'accepted by HubSpot; not seen in the account yet',
      evidence: 'accepted',
      target: onboarding,
    }),
    outcome('workflows.onboarding/1043', 'done', {
      reason: 'seen in the account',
      evidence: 'read-back',
      target: onboarding,
    }),
  ],
});

const refused = (code: string, correlationId: string): HubSpotResponse => ({
  request: 'POST /automation/sequences/2026-03/enrollments',
  status: 400,
  code: `SequenceError.${code}`,
  message: 'The contact could not be enrolled.',
  correlationId,
});

const noInbox = {
  reason: 'paul@acme.example has no connected inbox',
  help: 'Connect the inbox in HubSpot (Settings > General > Email), or use another `sender`.',
};
const blockedDomain = {
  reason: "the contact's address or domain is on a block list",
  help: 'Unblock it in HubSpot (Settings > Sequences), or remove the line from the file.',
};

/** Failures and blocked contacts, and no unknown outcome. */
export const partialReport = sampleReport({
  exitCode: 6,
  exitReasons: ['2 changes failed'],
  emails: 3,
  emailsToday: 1,
  emailsUntil: '2026-11-11',
  outcomes: [
    outcome('sequences.q4-outbound/1042', 'done', { ...confirmed, ...of('1042', 'b•••@acme.example', 12) }),
    outcome('sequences.q4-outbound/1047', 'failed', {
      ...noInbox,
      ...of('1047', 'n•••@contoso.example', 17),
      response: refused('NO_INBOX', '00000000-0000-4000-8000-000000000001'),
    }),
    outcome('sequences.q4-outbound/1050', 'failed', {
      ...noInbox,
      ...of('1050', 'mary-louise•••@fabrikam.example', 18),
      response: refused('NO_INBOX', '00000000-0000-4000-8000-000000000002'),
    }),
    outcome('sequences.q4-outbound/1048', 'blocked', {
      ...blockedDomain,
      ...of('1048', 'd•••@blocked.example', 19),
      response: refused('BLOCKED_DOMAIN', '00000000-0000-4000-8000-000000000003'),
    }),
  ],
});

/** Only blocked contacts: exit code 0, but nothing was applied. */
export const blockedReport = sampleReport({
  outcomes: partialReport.outcomes.filter(({ status }) => status === 'blocked'),
});

export const troubledReport = sampleReport({
  exitCode: 7,
  exitReasons: [
    '1 unknown outcome needs a decision',
    '2 changes failed',
    '1 change was not attempted',
    '1 contact must be unenrolled by hand',
  ],
  emails: 9,
  outcomes: [
    ...cleanReport.outcomes,
    outcome('sequences.q4-outbound/1046', 'unknown', {
      reason:
        'no usable response to the request at 09:00:12 UTC (timeout after 30 s); 2 minutes of polling showed no effect',
      help: 'Check the contact in HubSpot, then: rollcall resolve sequences.q4-outbound/1046 --enrolled | --not-enrolled',
      ...of('1046', 'u•••@contoso.example', 16),
    }),
    ...partialReport.outcomes.filter(({ status }) => status !== 'done'),
    outcome('sequences.q4-outbound/1049', 'not-attempted', {
      reason: 'stale: the planned change is no longer valid',
      help: 'Run `rollcall plan` to see the current changes.',
      ...of('1049', 'f•••@wingtip.example', 20),
    }),
  ],
  manual: [
    {
      address: 'sequences.q4-outbound/1091',
      status: 'manual',
      reason: 'removed from the file, and no route can unenroll from this sequence',
      help: 'Unenroll the contact in HubSpot.',
      contact: {
        id: '1091',
        email: 'c•••@contoso.example',
        link: 'https://app.hubspot.com/contacts/12345678/record/0-1/1091',
      },
      target: outbound,
      source: at(34),
    },
  ],
});
