/** Hand-written plans for the golden files. All emails in them are masked. */
import type { Diagnostic, Source } from '../../src/model/results/diagnostic.ts';
import type {
  Change,
  ChangeTarget,
  EnrollChange,
  Unchanged,
  UnchangedStatus,
  Plan,
} from '../../src/model/results/plan.ts';
import type { UnenrollChange } from '../../src/model/results/plan.ts';

export const outbound: ChangeTarget = {
  kind: 'sequence',
  key: 'q4-outbound',
  id: '5510021',
  name: 'Q4 outbound EMEA',
};
export const onboarding: ChangeTarget = {
  kind: 'workflow',
  key: 'onboarding',
  id: '900100',
  name: 'Customer onboarding',
};
const renewals: ChangeTarget = { kind: 'sequence', key: 'renewals', id: '5510044', name: 'Renewals' };

export function at(line: number, file = 'enrollments.yaml'): Source {
  return { file, line, column: 7 };
}

type EnrollExtras = Partial<EnrollChange> & { readonly line: number };

export function enroll(id: string, email: string, extras: EnrollExtras): EnrollChange {
  const { line, target = outbound, ...rest } = extras;
  const mailing =
    target.kind === 'sequence'
      ? { sender: 'maria@acme.example', senderUserId: '7001', emails: 3, emailDays: [0, 4, 9] }
      : {};
  return {
    address: `${target.kind}s.${target.key}/${id}`,
    action: 'enroll',
    reason: 'declared, and never enrolled',
    effect: 'sends',
    reversible: false,
    contact: { id, email },
    target,
    ...mailing,
    source: at(line),
    origin: 'text',
    reenroll: false,
    ...rest,
  };
}

type UnenrollExtras = Partial<UnenrollChange> & { readonly line: number };

export function unenroll(id: string, email: string, extras: UnenrollExtras): UnenrollChange {
  const { line, target = outbound, ...rest } = extras;
  return {
    address: `${target.kind}s.${target.key}/${id}`,
    action: 'unenroll',
    reason: 'removed from the file',
    effect: 'stops',
    reversible: false,
    contact: { id, email },
    target,
    source: at(line),
    origin: 'text',
    suppressed: false,
    owned: true,
    ...rest,
  };
}

type UnchangedExtras = Partial<Unchanged> & { readonly line: number; readonly reason: string };

export function unchanged(
  status: UnchangedStatus,
  contact: readonly [id: string, email: string],
  extras: UnchangedExtras,
): Unchanged {
  const { line, target = outbound, ...rest } = extras;
  return {
    address: `${target.kind}s.${target.key}/${contact[0]}`,
    status,
    contact: { id: contact[0], email: contact[1] },
    target,
    source: at(line),
    ...rest,
  };
}

type PlanParts = Partial<Omit<Plan, 'changes' | 'unchanged'>> & {
  readonly changes?: readonly Change[];
  readonly unchanged?: readonly Unchanged[];
};

/** Returns a plan with a summary that is counted from its entries. */
export function samplePlan(parts: PlanParts = {}): Plan {
  const changes = parts.changes ?? [];
  const unchangedEntries = parts.unchanged ?? [];
  const enrolls = changes.filter((change) => change.action === 'enroll');
  const status = (name: UnchangedStatus): number =>
    unchangedEntries.filter((one) => one.status === name).length;
  return {
    formatVersion: 2,
    planId: '3f9c2a1be0d94c57a8f1627b0c5de3914477aa0b92e64f1d8c3b5a7e9d201f46',
    portalId: 12345678,
    createdAt: '2026-11-02T09:00:00.000Z',
    expiresAt: '2026-11-03T09:00:00.000Z',
    configHash: 'c0ffee00'.repeat(8),
    observedHash: 'ba5eba11'.repeat(8),
    dialect: 'documented',
    ledgerRun: 6,
    ledgerId: '5b1e0c7a',
    files: [{ path: 'enrollments.yaml', sha256: 'deadbeef'.repeat(8) }],
    only: [],
    exclude: [],
    liftedLimits: {},
    complete: status('waiting') + status('unknown') + status('manual') === 0,
    applyable: changes.length > 0,
    errored: false,
    drift: [],
    diagnostics: [],
    summary: {
      enroll: enrolls.length,
      reenroll: enrolls.filter((change) => change.reenroll).length,
      unenroll: changes.filter((change) => change.action === 'unenroll').length,
      archive: changes.filter((change) => change.action === 'archive').length,
      active: status('active'),
      ended: status('ended'),
      waiting: status('waiting'),
      blocked: status('blocked'),
      unknown: status('unknown'),
      unmanaged: status('unmanaged'),
      manual: status('manual'),
      leftAudience: status('left-audience'),
      orphans: status('orphan'),
      emails: enrolls.reduce((sum, change) => sum + (change.emails ?? 0), 0),
      people: new Set(enrolls.map((change) => change.contact.id)).size,
      senders: new Set(enrolls.flatMap((change) => change.sender ?? [])).size,
      requests: changes.length + 2,
    },
    ...parts,
    changes,
    unchanged: unchangedEntries,
  };
}

const optedOut = {
  reason: 'opted out of email in HubSpot',
  help: 'Remove the line if the contact should not be enrolled later.',
};

export const emptyPlan = samplePlan();

export const quietPlan = samplePlan({
  unchanged: [
    ...Array.from({ length: 38 }, (_, index) =>
      unchanged('active', [`${2000 + index}`, `p•••@northwind.example`], {
        line: 30 + index,
        reason: 'active',
      }),
    ),
    unchanged('ended', ['1033', 'p•••@northwind.example'], {
      line: 12,
      reason: 'finished on 2026-10-30, enrolled by run 3',
      endedAs: 'finished',
    }),
    unchanged('ended', ['1034', 's•••@northwind.example'], {
      line: 13,
      reason: 'finished on 2026-10-31, enrolled by run 4',
      endedAs: 'finished',
    }),
    unchanged('ended', ['1035', 'k•••@contoso.example'], {
      line: 14,
      reason: 'ended on 2026-10-28 before its last step (the contact opted out), enrolled by run 3',
      endedAs: 'opted-out',
    }),
  ],
});

export const mixedPlan = samplePlan({
  changes: [
    unenroll('1044', 'o•••@contoso.example', { line: 20 }),
    enroll('1042', 'a•••@northwind.example', { line: 23 }),
    enroll('1043', 'l•••@fabrikam.example', { line: 24 }),
    enroll('1046', 'n•••@contoso.example', {
      line: 25,
      sender: 'paul@acme.example',
      senderUserId: '7002',
      since: '2026-11-10',
    }),
    enroll('1042', 'a•••@northwind.example', { line: 41, target: onboarding, viaList: '611' }),
    enroll('1050', 'j•••@fabrikam.example', { line: 42, target: onboarding, viaList: '611' }),
  ],
  unchanged: [
    ...quietPlan.unchanged,
    unchanged('blocked', ['1051', 'd•••@contoso.example'], { line: 26, ...optedOut }),
    unchanged('blocked', ['1052', 'e•••@contoso.example'], { line: 27, ...optedOut }),
    {
      address: 'sequences.q4-outbound/n•••@nowhere.example',
      status: 'blocked',
      reason: 'no contact has this email',
      help: 'Create the contact, or correct the email.',
      target: outbound,
      source: at(28),
    },
    unchanged('waiting', ['1053', 'b•••@fabrikam.example'], {
      line: 29,
      reason: 'in sequence 5510044; enrolled when that sequence ends',
    }),
    unchanged('unmanaged', ['1060', 'w•••@northwind.example'], {
      line: 17,
      reason: 'enrolled by someone else',
    }),
    unchanged('orphan', ['1071', 'h•••@northwind.example'], {
      line: 1,
      target: renewals,
      reason: 'enrolled by rollcall; the files no longer contain this sequence',
      help: 'To unenroll all members, declare the sequence again with members: [] and allowEmpty: true.',
    }),
  ],
  diagnostics: [
    {
      code: 'sequence-looks-like-broadcast',
      severity: 'advice',
      message:
        'One sender emails 240 people here. A workflow sends marketing emails without using the sender limit.',
      help: 'Consider a workflow for this audience.',
      source: at(16),
    },
  ],
});

/** A plan made with every flag that changes a plan. */
export const flaggedPlan = samplePlan({
  dialect: 'guide',
  undoRun: 3,
  only: ['sequences.q4-*', 'workflows.*'],
  exclude: ['sequences.renewals'],
  liftedLimits: { enroll: 60, unenroll: 40, reenroll: 2, perSenderPerDay: 300 },
});

const hazard: Diagnostic = {
  code: 'workflow-unenrolls-by-criteria',
  severity: 'warning',
  message:
    'Workflow 900100 unenrolls contacts that do not meet its criteria, so it may unenroll the contacts below.',
  help: 'Turn off "unenroll when criteria are no longer met", or enroll through its list: via: { list: ID }.',
  source: at(38),
};

export const dangerousPlan = samplePlan({
  applyable: false,
  changes: [
    unenroll('1080', 'f•••@northwind.example', {
      line: 52,
      target: renewals,
      owned: false,
      reason: 'not declared, and this sequence is exclusive',
    }),
    unenroll('1081', 'g•••@competitor.example', {
      line: 6,
      suppressed: true,
      reason: 'on the do-not-contact list',
    }),
    enroll('1082', 'r•••@contoso.example', {
      line: 31,
      since: '2026-11-01',
      reenroll: true,
      reason: 'finished on 2026-09-14, and enrolled again because of `since: 2026-11-01`',
    }),
    ...Array.from({ length: 52 }, (_, index) =>
      enroll(`${3000 + index}`, `m•••@fabrikam.example`, { line: 60 + index }),
    ),
    {
      address: 'workflows.onboarding',
      action: 'archive',
      reason: 'retired: archive, and no contact is active',
      effect: 'stops',
      reversible: false,
      target: onboarding,
      source: at(44),
    },
  ],
  unchanged: [
    unchanged('unknown', ['1090', 'b•••@fabrikam.example'], {
      line: 33,
      reason: 'the response to the request of run 5 was lost; the first email may have left',
      help: 'Check the contact, then: rollcall resolve sequences.q4-outbound/1090 --enrolled or --not-enrolled',
    }),
    unchanged('manual', ['1091', 'c•••@contoso.example'], {
      line: 34,
      reason: 'removed from the file, and no route can unenroll from this sequence',
      help: 'Unenroll by hand: https://app.hubspot.com/contacts/12345678/record/0-1/1091',
    }),
  ],
  diagnostics: [
    {
      code: 'limit-enroll',
      severity: 'error',
      message: '53 people would be enrolled; limits.enroll is 50.',
      help: 'Split the change, raise limits.enroll, or pass --max-enroll 53.',
      source: at(9),
    },
    {
      code: 'limit-reenroll',
      severity: 'error',
      message: '1 person would be enrolled again; limits.reenroll is 0.',
      help: 'Set limits.reenroll: 1 to send the emails to this contact again.',
    },
    hazard,
  ],
});

export const erroredPlan = samplePlan({
  errored: true,
  diagnostics: [
    {
      code: 'target-not-ready',
      severity: 'error',
      message: 'HubSpot has no sequence 5510021 that this token can see.',
      help: 'Correct the id, or give the token the scope automation.sequences.read.',
      source: at(15),
    },
  ],
});

export const driftPlan = samplePlan({
  changes: [
    enroll('1042', 'a•••@northwind.example', { line: 23 }),
    enroll('1043', 'l•••@fabrikam.example', { line: 24 }),
    enroll('1046', 'n•••@contoso.example', { line: 25 }),
  ],
  drift: [
    {
      address: 'workflows.onboarding',
      kind: 'target-disabled',
      message: 'turned off since the last apply',
      help: 'Turn it on in HubSpot, or run rollcall drift --accept.',
      counts: true,
    },
    {
      address: 'sequences.q4-outbound/1060',
      kind: 'unmanaged',
      message: 'active and not declared, in an exclusive sequence',
      help: 'Run rollcall plan to review the removal, or declare the contact.',
      counts: true,
    },
    {
      address: 'sequences.q4-outbound/1061',
      kind: 'ended-unexplained',
      message: 'ended before its last step for an unknown reason',
      help: 'Ask the sender. HubSpot does not distinguish a reply, a meeting and a manual unenrollment.',
      counts: false,
    },
    {
      address: 'sequences.q4-outbound/1062',
      kind: 'ended-unexplained',
      message: 'ended before its last step for an unknown reason',
      help: 'Ask the sender. HubSpot does not distinguish a reply, a meeting and a manual unenrollment.',
      counts: false,
    },
  ],
});

/** 100,000 enrollments in two targets. */
export function bigPlan(): Plan {
  return samplePlan({
    changes: Array.from({ length: 100_000 }, (_, index) =>
      enroll(`${1_000_000 + index}`, 'q•••@northwind.example', {
        line: index + 1,
        target: index % 2 === 0 ? outbound : onboarding,
      }),
    ),
  });
}
