/** What a user does in each golden file. The documents are what the commands printed. */
import { readFileSync } from 'node:fs';
import type { Validation } from '../../../src/commands/deps.ts';
import type { Plan } from '../../../src/model/results/plan.ts';
import type { Report } from '../../../src/model/results/report.ts';
import { generateAccount } from '../../../src/simulator/seed/generate-account.ts';
import { type CommandWorld, commandWorld } from './command-world.ts';

export type Document =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'report'; readonly report: Report; readonly question: string }
  | { readonly kind: 'drift'; readonly plan: Plan }
  | { readonly kind: 'validation'; readonly validation: Validation };

/** Documents by the name of their golden files. */
type Documents = Readonly<Record<string, Document>>;

export const scenarios: Readonly<Record<string, () => Promise<Documents>>> = {
  async small() {
    const world = await commandWorld(exampleFiles());
    const plan = await world.plan();
    return { plan: { kind: 'plan', plan }, report: await reportOf(world) };
  },

  async empty() {
    const world = await commandWorld(exampleFiles());
    await world.apply();
    const documents = await planOf(world);
    await world.simulator.advance('20d');
    return { ...documents, ended: { kind: 'plan', plan: await world.plan() } };
  },

  /** Both contacts belong to Paul, so Maria has none today. */
  async rotation() {
    const world = await commandWorld({
      'enrollments.yaml': account`
sequences:
  q4-outbound:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example], whenFull: next }
    members: [ana@northwind.example, liam@fabrikam.example]
`,
    });
    return planOf(world);
  },

  async refused() {
    const world = await commandWorld({
      'enrollments.yaml': q4Outbound('ana@northwind.example'),
    });
    await world.apply();
    await world.simulator.advance('20d');
    world.write('enrollments.yaml', refusedFile);
    const refused = await planOf(world);
    const removals = await commandWorld({ 'enrollments.yaml': example('limits-percent/enrollments.yaml') });
    await removals.apply();
    removals.write('enrollments.yaml', example('limits-percent/without-friends.yaml'));
    return { ...refused, removals: { kind: 'plan', plan: await removals.plan() } };
  },

  async 'no-ledger'() {
    const files = {
      'enrollments.yaml': `version: 1
portal: 99000001

sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, bo@northwind.example]
`,
    };
    const world = await commandWorld(files, { ledger: false });
    return planOf(world);
  },

  async reenroll() {
    const file = (since: string): string => account`
limits: { reenroll: 2 }

sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members:
      - { email: ana@northwind.example${since} }
      - { email: liam@fabrikam.example${since} }
      - bo@northwind.example
`;
    const world = await commandWorld({ 'enrollments.yaml': file('') });
    await world.apply();
    await world.simulator.advance('20d');
    world.write('enrollments.yaml', file(', since: 2026-11-20'));
    const plan = await world.plan();
    return { plan: { kind: 'plan', plan }, report: await reportOf(world) };
  },

  async unknown() {
    const world = await commandWorld({
      'enrollments.yaml': account`
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example]

workflows:
  onboarding:
    id: 900100
    members: [noor@contoso.example]
    activeList: 553
    everList: 554
`,
    });
    world.simulator.setFaults([{ route: 'POST /automation/sequences/*', nth: 2, kind: 'reset' }]);
    const report = await reportOf(world);
    return { report, ...(await planOf(world)) };
  },

  async large() {
    const world = await commandWorld(
      {
        'enrollments.yaml': account`
limits: { enroll: 2500, perSenderPerDay: 500 }

audiences:
  fair: [{ list: 482 }, { file: fair.csv }]
  customers: [{ file: customers.csv }]

sequences:
  q4-outbound:
    id: 5510021
    sender: contact-owner
    members: [{ audience: fair }]

workflows:
  onboarding:
    id: 900100
    members: [{ audience: customers }]
    activeList: 553
    everList: 554
`,
        'fair.csv': rows(900, 400),
        'customers.csv': rows(1300, 700),
      },
      { account: manySenders(2000), rateLimit: enterpriseDay },
    );
    return planOf(world);
  },

  async undo() {
    const world = await commandWorld({
      'enrollments.yaml': q4Outbound(
        'ana@northwind.example, bo@northwind.example',
        '    unenroll: { workflow: 7781 }\n',
      ),
    });
    await world.apply();
    await world.simulator.advance('4d');
    const plan = await world.plan({ undoRun: 1 });
    return { plan: { kind: 'plan', plan }, report: await reportOf(world, { undoRun: 1 }) };
  },

  async canary() {
    const world = await commandWorld({
      'enrollments.yaml': q4Outbound('ana@northwind.example, bo@northwind.example, noor@contoso.example'),
    });
    const plan = await world.plan();
    return { plan: { kind: 'plan', plan }, report: await reportOf(world, { canary: 1 }) };
  },

  async partial() {
    const world = await commandWorld({ 'enrollments.yaml': example('blocked-contacts/enrollments.yaml') });
    const plan = await world.plan();
    return { plan: { kind: 'plan', plan }, report: await reportOf(world) };
  },

  async drift() {
    const world = await commandWorld({
      'enrollments.yaml': account`
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example]

  renewal-check-in:
    id: 5510022
    sender: paul@acme.example
    members: [bo@northwind.example]
    exclusive: true
    unenroll: { workflow: 7781 }

workflows:
  newsletter:
    id: 900200
    members: [liam@fabrikam.example, noor@contoso.example]
    activeList: 612
    everList: 613
`,
    });
    await world.apply();
    const none = await world.drift();
    await world.simulator.act({ what: 'edit-target', who: '5510021' });
    await world.simulator.act({ what: 'disable-target', who: '900200' });
    await world.simulator.act({ what: 'enroll', who: '1043', target: '5510022' });
    await world.simulator.act({ what: 'unenroll', who: 'ana@northwind.example' });
    return {
      none: { kind: 'drift', plan: none },
      found: { kind: 'drift', plan: await world.drift() },
      ...(await planOf(world)),
    };
  },

  async invalid() {
    const world = await commandWorld({ 'enrollments.yaml': invalidFile });
    const validation = await world.validate();
    world.write(
      'enrollments.yaml',
      account`
audiences:
  events: [{ list: 999 }]

sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [{ audience: events }, ana@northwind.example]
`,
    );
    return { validation: { kind: 'validation', validation }, ...(await planOf(world)) };
  },

  async mixed() {
    const world = await commandWorld({ 'enrollments.yaml': beforeMixed });
    await world.apply();
    await world.simulator.advance('1d');
    for (const who of ['1031', '1032', '1033']) await world.simulator.act({ what: 'unenroll', who });
    world.write('enrollments.yaml', afterMixed);
    const plan = await world.plan();
    return { plan: { kind: 'plan', plan }, report: await reportOf(world, { allowArchive: true }) };
  },
};

async function planOf(world: CommandWorld): Promise<Documents> {
  return { plan: { kind: 'plan', plan: await world.plan() } };
}

async function reportOf(
  world: CommandWorld,
  args: Parameters<CommandWorld['apply']>[0] = {},
): Promise<Document> {
  const { report, question } = await world.apply(args);
  if (!report) throw new Error('nothing was applied');
  return { kind: 'report', report, question };
}

function example(name: string): string {
  return readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
}

/** Returns the files of the first example. */
function exampleFiles(): Readonly<Record<string, string>> {
  const names = ['enrollments.yaml', 'prospects.csv', 'do-not-contact.csv'];
  return Object.fromEntries(names.map((name) => [name, example(name)]));
}

/** Returns a file for the simulated account. */
function account(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return `version: 1\nportal: simulated\n${String.raw({ raw: texts }, ...values)}`;
}

/** Returns a file with one sequence. `rest` follows its members. */
function q4Outbound(members: string, rest = ''): string {
  return account`
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [${members}]
${rest}`;
}

/** Returns a CSV file with the ids of generated contacts. */
function rows(first: number, count: number): string {
  const ids = Array.from({ length: count }, (_none, index) => String(1_000_001 + first + index));
  return `${['id', ...ids].join('\n')}\n`;
}

/** The daily limit of an Enterprise account, without its limit of ten seconds, which would make the run wait. */
const enterpriseDay = { burst: 1_000_000, intervalMilliseconds: 10_000, daily: 1_000_000 };

/** Returns a large account in which the four reps own the contacts. */
function manySenders(contacts: number): ReturnType<typeof generateAccount> {
  const seed = generateAccount({ contacts, listed: 900 });
  const owners = seed.owners.map((owner) => ({ ...owner, seat: true, inbox: true }));
  return {
    ...seed,
    owners,
    contacts: seed.contacts.map((contact, index) => ({
      ...contact,
      properties: {
        ...contact.properties,
        hubspot_owner_id: owners[index % 7 < 4 ? 0 : (index % 3) + 1]?.id ?? '',
      },
    })),
  };
}

const refusedFile = account`
limits:
  enroll: 8
  perSenderPerDay: 6

audiences:
  events: [{ list: 482 }]

sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members:
      - { email: ana@northwind.example, since: 2026-11-20 }
      - audience: events
      - { email: noor@contoso.example, sender: lena@acme.example }
      - uma@contoso.example
      - bruno@gone.example
      - id: 1048
      - no-contact@contoso.example
      - iris@wingtip.example

  renewal-check-in:
    id: 5519999
    sender: paul@acme.example
    members: [gus@contoso.example, hanna@adatum.example]

workflows:
  onboarding:
    id: 900100
    members: [{ audience: events }, bo@northwind.example]
    activeList: 553
    everList: 554

  winter-campaign:
    id: 900300
    members: [ana@northwind.example, bo@northwind.example]
    noHistoryBefore: 2027-01-01
`;

const invalidFile = account`
limits: { enroll: many }

sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme
    membres: [ana@northwind.example]

  renewal-check-in:
    id: 5510021
    sender: paul@acme.example
    members:
      - ana@northwind
      - file: prospects.csv
      - { email: bo@northwind.example, since: 2026-13-01 }
`;

const beforeMixed = account`
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, bo@northwind.example, cora@competitor.example]
    unenroll: { workflow: 7781 }

workflows:
  onboarding:
    id: 900100
    members: [liam@fabrikam.example]
    activeList: 553
    everList: 554
`;

const afterMixed = account`
suppress: ["*@competitor.example"]

sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    exclusive: true
    members:
      - bo@northwind.example
      - eve@wingtip.example
      - hugo@wingtip.example
      - { email: noor@contoso.example, sender: paul@acme.example }
      - grace.kim@litware.example
      - uma@contoso.example
      - no-contact@contoso.example
      - iris@wingtip.example
    unenroll: { workflow: 7781 }

  renewal-check-in:
    id: 5510022
    sender: paul@acme.example
    members: [bo@northwind.example]
    absent: [hugo@wingtip.example]

workflows:
  newsletter:
    id: 900200
    retired: archive
    activeList: 612

  leave-onboarding:
    id: 900500
    members: [finn@tailspin.example, rolf@tailspin.example]
    noHistoryBefore: 2027-01-01
`;
