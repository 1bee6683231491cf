/** Files over the simulated account that make `plan` and `apply` use every route of a dialect. */
import { defaultVersions, type Dialect, type RouteVersions } from '../../src/model/desired-state.ts';
import type { Route } from '../../src/hubspot/routes.ts';
import { routes } from '../../src/hubspot/routes.ts';
import type { AccountSeed } from '../../src/simulator/account/account-seed.ts';
import { generateAccount } from '../../src/simulator/seed/generate-account.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';

/** A route that only a plan with more than 20 senders calls. */
const elsewhere = new Set(['users']);

/** The routes that `plan` and `apply` use, in the given versions. */
export function routesOf(dialect: Dialect, versions: RouteVersions = defaultVersions): readonly Route[] {
  const chosen: readonly Route['version'][] = [undefined, versions.apiVersion, versions.workflowApiVersion];
  return routes.filter(
    ({ name, dialects, version }) =>
      dialects.includes(dialect) && chosen.includes(version) && !elsewhere.has(name),
  );
}

/** Reads that an apply needs and a plan does not. */
export const readsOfApply: ReadonlySet<string> = new Set([
  'guide-contact-sequences',
  'list-memberships-batch-read',
]);

/** Returns the pattern of a route's requests for the simulator's faults. */
export function patternOf({ method, path }: Route): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, '*')}`;
}

/** Files that use every read and write route of a dialect. */
export function everyRoute(dialect: Dialect): string {
  const wayOut = dialect === 'guide' ? '{ workflow: 900500 }' : undefined;
  return `
limits: { enroll: 50, unenroll: 50 }
audiences:
  readers: [{ list: Newsletter readers }]
sequences:
  outbound:
    name: Q4 outbound
    sender: maria@acme.example
    members: [ana@northwind.example, anna@northwind.example, { id: 1043 }]
    absent: [old@contoso.example]
    unenroll: { property: leave_sequence, value: "yes" }
  renewals:
    id: 5510022
    sender: contact-owner
    members: [{ audience: readers }]
    require: [firstname]
    noHistoryBefore: 2027-01-01
workflows:
  onboarding:
    id: 900100
    members: [sam+events@adatum.example]
    absent: [lars@tailspin.example]
    noHistoryBefore: 2027-01-01
    ${wayOut === undefined ? '' : `unenroll: ${wayOut}`}
  newsletter:
    id: 900200
    members: [{ id: 1050 }, { id: 1051 }]
    via: { list: 611 }
    activeList: 612
    everList: 613
  trials:
    id: 900400
    members: []
    allowEmpty: true
    absent: [{ id: 1011 }]
    via: { list: 614 }
  winter:
    id: 900300
    retired: archive
    activeList: 615
  spring:
    definition: spring.yaml
`;
}

/** The files that `everyRoute` names, by path. */
export const everyRouteFiles: Readonly<Record<string, string>> = {
  'spring.yaml': `definition: workflow
formatVersion: 1
name: Spring 2027
enroll: manual
actions:
  - delay: 2 days
`,
};

/** The default account, with a contact on the list of trials and a contact with incomplete properties. */
export function everyRouteAccount(): AccountSeed {
  const account = defaultAccount();
  const at = '2026-10-20T08:00:00.000Z';
  const trials = account.lists.find(({ id }) => id === '614');
  trials?.members?.push({ id: '1011', at });
  account.lists.push({
    id: '615',
    name: 'Winter: active',
    processingType: 'DYNAMIC',
    createdAt: at,
    updatedAt: at,
    workflow: { flowId: '900300', part: 'WORKFLOWS_ACTIVE' },
  });
  account.enrollments.push({
    id: '30000050',
    kind: 'workflow',
    targetId: '900400',
    contactId: '1011',
    enrolledAt: at,
    updatedAt: at,
  });
  // More than one page of the list 612: reading the list memberships of a few contacts takes fewer requests.
  const readers = generateAccount({ contacts: 300 });
  account.contacts.push(...readers.contacts);
  for (const { id: contactId } of readers.contacts) {
    const id = `6${contactId}`;
    account.enrollments.push({
      id,
      kind: 'workflow',
      targetId: '900200',
      contactId,
      enrolledAt: at,
      updatedAt: at,
    });
  }
  // Two enrollments: the properties show only one of them.
  account.enrollments.push({
    id: '30000051',
    kind: 'sequence',
    targetId: '5510022',
    contactId: '1045',
    enrolledAt: '2025-10-06T08:00:00.000Z',
    updatedAt: '2025-10-16T08:00:00.000Z',
    endedAt: '2025-10-16T08:00:00.000Z',
    endReason: 'finished',
    userId: '7002',
    senderEmail: 'paul@acme.example',
    toEmail: 'old@contoso.example',
  });
  const contact = account.contacts.find(({ id }) => id === '1043');
  if (contact) {
    contact.lag = {
      until: Number.MAX_SAFE_INTEGER,
      shown: { hs_sequences_is_enrolled: 'true', hs_latest_sequence_enrolled: null },
    };
  }
  return account;
}
