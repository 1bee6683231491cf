import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../src/model/results/rehearsal.ts';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { problemsOf } from '../render/output-validator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const people = `email,first name,id
ana@northwind.example,Ana,
bo@northwind.example,Bo,
liam@fabrikam.example,Liam,1043
missing@nowhere.example,Nobody Known,
`;

const file = (portal: number | string): string => `version: 1
portal: ${portal} # the account of Ana Lopez
suppress: ["*@contoso.example", gus@contoso.example, "h*@adatum.example"]
freeze:
  - { from: 2026-12-24, to: 2026-12-31, reason: Ana is away }
audiences:
  prospects: [{ file: people.csv }, { list: 482 }]
sequences:
  q4-outbound:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    members: [{ audience: prospects }]
`;

function folder(env: Readonly<Record<string, string>> = {}, portal: number | string = 'simulated') {
  const cwd = folderWith({ 'enrollments.yaml': file(portal), 'people.csv': people });
  const run = (line: string, more: Readonly<Record<string, string>> = {}) =>
    rollcallInProcess(line.split(' ').filter(Boolean), { cwd, env: { ...env, ...more } });
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  const forecast = async (flags: string): Promise<Rehearsal> => {
    const { exit, stdout, stderr } = await run(`rehearse --days 5 --format json ${flags}`);
    expect(exit, stdout + stderr).toBe(0);
    return JSON.parse(stdout);
  };
  return { cwd, run, read, forecast };
}

describe('snapshot', () => {
  it('announces its size, only reads, and leaves the ledger as it is', async () => {
    const { simulator, env } = await serverFor();
    const { cwd, run, read } = folder(env, simulator.portalId);
    await run('apply --auto-approve --new-ledger');
    const before = { ledger: read('.rollcall/ledger.db'), requests: simulator.requests().length };
    const account = JSON.stringify(simulator.snapshot());
    const taken = await run('snapshot --out account.json');
    expect(taken).toMatchObject({ exit: 0 });
    expect(taken.stderr).toBe(
      `Reads 4 declared contacts and 1 target of account ${simulator.portalId}: about 10 requests, one for each further 250 members of 1 list of HubSpot, and some for what the files do not name: other members, suppression lists of workflows, contacts similar to unknown addresses. Nothing is written to HubSpot or the ledger.\n`,
    );
    expect(taken.stdout).toContain('Its plan equals that of the account: ');
    const requests = simulator.requests().slice(before.requests);
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter(({ method, path }) => matchRoute(method, path)?.write !== false)).toEqual([]);
    expect(JSON.stringify(simulator.snapshot())).toBe(account);
    expect(read('.rollcall/ledger.db')).toBe(before.ledger);
    for (const name of ['account.json', '.rollcall/snapshot.key'])
      expect(statSync(join(cwd, name)).mode & 0o777, name).toBe(0o600);
  });

  it('takes the requests of a plan', async () => {
    const { simulator, env } = await serverFor();
    const { run } = folder(env, simulator.portalId);
    await run('plan');
    const planned = simulator.requests().length;
    const { stdout } = await run('snapshot --out account.json --format json');
    expect(problemsOf('snapshot', JSON.parse(stdout))).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({ requests: planned, differences: [] });
    expect(simulator.requests().length).toBe(2 * planned);
  });

  it('never overwrites a file, and reads nothing then', async () => {
    const { simulator, env } = await serverFor();
    const { cwd, run, read } = folder(env, simulator.portalId);
    writeFileSync(join(cwd, 'account.json'), 'mine');
    const taken = await run('snapshot --out account.json');
    expect(taken).toMatchObject({ exit: 1, stdout: '' });
    expect(taken.stderr).toContain('account.json already exists. Nothing was read or written.');
    expect(read('account.json')).toBe('mine');
    expect(simulator.requests()).toEqual([]);
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });

  it('needs a path', async () => {
    const taken = await folder().run('snapshot');
    expect(taken).toMatchObject({ exit: 1, stdout: '' });
    expect(taken.stderr).toContain('A snapshot needs the path of a new file.');
  });

  it('shows the problems of invalid files', async () => {
    const { cwd, run } = folder();
    writeFileSync(join(cwd, 'enrollments.yaml'), 'version: 1\nportl: simulated\n');
    const taken = await run('snapshot --out account.json');
    expect(taken.exit).toBe(3);
    expect(taken.stdout + taken.stderr).toContain('portl');
    expect(existsSync(join(cwd, 'account.json'))).toBe(false);
  });

  it('contains no address, no part of one, no name and no token', async () => {
    const { run, read } = folder();
    await run('apply --auto-approve');
    await run('pause --reason Ana');
    await run('snapshot --out account.json');
    const text = read('account.json');
    const { contacts, owners } = defaultAccount();
    const emails = [
      ...contacts.flatMap(({ email, otherEmails = [] }) => [email ?? '', ...otherEmails]),
      ...owners.flatMap(({ email, aliases = [] }) => [email, ...aliases]),
      'missing@nowhere.example',
    ].filter(Boolean);
    expect(emails.length).toBeGreaterThan(50);
    for (const email of emails) {
      const [local = '', domain = ''] = email.toLowerCase().split('@');
      expect(text.toLowerCase()).not.toContain(email);
      expect(text.toLowerCase()).not.toContain(domain);
      if (!['info', 'sales'].includes(local)) expect(text).not.toMatch(new RegExp(`\\b${local}\\b`, 'iu'));
    }
    for (const name of [
      'Ana',
      'Lopez',
      'Maria',
      'Ortega',
      'Nobody',
      'away',
      'simulated-token',
      'simulated-read',
    ])
      expect(text).not.toMatch(new RegExp(`\\b${name}\\b`, 'u'));
    expect(text).not.toContain(read('.rollcall/snapshot.key').trim());
  });

  it('has equal pseudonyms for one key, and others for another key', async () => {
    const { run, read } = folder();
    const key = { ROLLCALL_SNAPSHOT_KEY: 'a'.repeat(40) };
    await run('snapshot --out one.json', key);
    await run('snapshot --out two.json', key);
    await run('snapshot --out three.json');
    await run('snapshot --out four.json --discard-key');
    const emailsIn = (name: string) => new Set(read(name).match(/[\da-f]{24}\w*@contacts\.example/gu));
    const both = emailsIn('one.json');
    expect(both.size).toBeGreaterThan(3);
    expect(emailsIn('two.json')).toEqual(both);
    for (const other of [emailsIn('three.json'), emailsIn('four.json')])
      expect([...other].filter((email) => both.has(email))).toEqual([]);
  });

  it('refuses a short key', async () => {
    const { run } = folder();
    const taken = await run('snapshot --out account.json', { ROLLCALL_SNAPSHOT_KEY: 'secret' });
    expect(taken.exit).toBe(1);
    expect(taken.stderr).toMatch(
      /^error\[snapshot-key\]: The key in ROLLCALL_SNAPSHOT_KEY has 6 characters/u,
    );
    expect(taken.stderr).not.toContain('secret');
  });
});

describe('a forecast on a snapshot', () => {
  it('equals the one on the account, with the real reps', async () => {
    const { run, forecast } = folder();
    await run('snapshot --out account.json');
    const { account, ...own } = await forecast('--day 2026-11-02');
    const copied = await forecast('--day 2026-11-02 --snapshot account.json');
    expect(account.kind).toBe('simulated');
    expect(copied.account).toMatchObject({ kind: 'snapshot', file: 'account.json' });
    // The account of HubSpot does not show what contacts will do, and what others enrolled outside of the files.
    const enrolledIn = ({ days, detail }: Pick<Rehearsal, 'days' | 'detail'>) => ({
      days: days.map(({ day, enrollments }) => ({ day, enrollments })),
      events: detail?.events
        .filter(({ what }) => what === 'enrolled')
        .map(({ contact, sender, at }) => [contact.id, sender, at]),
    });
    expect(enrolledIn(copied)).toEqual(enrolledIn(own));
    expect(JSON.stringify(copied)).toContain('paul@acme.example');
    expect(JSON.stringify(copied)).not.toContain('senders.example');
  });

  it('answers what happens without a rep, with a freeze and with edited files', async () => {
    const { cwd, run, forecast } = folder();
    await run('snapshot --out account.json');
    const all = await forecast('--snapshot account.json');
    const without = await forecast('--snapshot account.json --without paul@acme.example');
    expect(without.settings.without).toMatchObject([{ sender: 'paul@acme.example' }]);
    expect(without.summary.enrollments).toBeLessThan(all.summary.enrollments);
    const frozen = await forecast('--snapshot account.json --freeze 2026-11-02..2026-11-30');
    expect(frozen.summary.enrollments).toBe(0);
    writeFileSync(join(cwd, 'people.csv'), 'email\nana@northwind.example\n');
    writeFileSync(join(cwd, 'enrollments.yaml'), file('simulated').replace(', { list: 482 }', ''));
    expect((await forecast('--snapshot account.json')).summary.enrollments).toBe(1);
  });

  it('plays the files of the snapshot without the key', async () => {
    const { cwd, run, forecast } = folder();
    await run('snapshot --out account.json --discard-key');
    const own = await forecast('');
    writeFileSync(join(cwd, 'enrollments.yaml'), 'not: read');
    const copied = await forecast('--snapshot account.json');
    expect(copied.summary.enrollments).toBe(own.summary.enrollments);
    expect(copied.knows[0]).toContain('at the time of the snapshot');
    const [sender = ''] = JSON.stringify(copied.days).match(/[\da-f]{10}@senders\.example/u) ?? [];
    const without = await forecast(`--snapshot account.json --without ${sender}`);
    expect(without.summary.enrollments).toBeLessThan(own.summary.enrollments);
    const given = await run('rehearse enrollments.yaml --snapshot account.json');
    expect(given).toMatchObject({ exit: 1, stdout: '' });
    expect(given.stderr).toContain(
      'its key is neither in ROLLCALL_SNAPSHOT_KEY nor in .rollcall/snapshot.key',
    );
  });

  it('says of what the snapshot does not have only that it is not in the snapshot', async () => {
    const { cwd, run, forecast } = folder();
    await run('snapshot --out account.json');
    const cases = [
      ['people.csv', 'email\nkira@tailspin.example\n', 'contact with this email address'],
      ['people.csv', 'email,id\n,1061\n', 'contact with the id 1061'],
    ] as const;
    for (const [name, text, missing] of cases) {
      writeFileSync(join(cwd, name), text);
      // The account has the contact.
      expect((await run('plan --full')).stdout).not.toMatch(/no contact has/u);
      const { warnings } = await forecast('--snapshot account.json');
      const messages = warnings.filter(({ code }) => code === 'cannot-be-enrolled').map((one) => one.message);
      expect(messages, missing).toEqual([expect.stringContaining(`1: the snapshot has no ${missing}`)]);
    }
    writeFileSync(join(cwd, 'people.csv'), people);
    writeFileSync(
      join(cwd, 'enrollments.yaml'),
      file('simulated').replace('{ rotate: [maria@acme.example, paul@acme.example] }', 'nina@acme.example'),
    );
    const { warnings } = await forecast('--snapshot account.json');
    expect(JSON.stringify(warnings)).toContain('the snapshot has no user');
    writeFileSync(join(cwd, 'enrollments.yaml'), file('simulated').replace('5510021', '5510022'));
    expect(JSON.stringify(await forecast('--snapshot account.json'))).toContain(
      'the snapshot has no sequence with the id 5510022',
    );
  });

  it('refuses a pattern that the snapshot does not know', async () => {
    const { cwd, run } = folder();
    await run('snapshot --out account.json');
    writeFileSync(join(cwd, 'enrollments.yaml'), file('simulated').replace('*@contoso', '*@northwind'));
    const refused = await run('rehearse --snapshot account.json');
    expect(refused).toMatchObject({ exit: 1, stdout: '' });
    expect(refused.stderr).toContain('Take a new snapshot with these files');
  });

  it.each([
    ['a condition on a property that it does not have', '    require: [jobtitle]\n', 'property `jobtitle`'],
    [
      'a condition on a value that it does not have',
      '    require: [{ property: lifecyclestage, is: customer }]\n',
      'the value of `lifecyclestage`',
    ],
    ['owners of contacts', '', 'the owners of contacts'],
    ['a new rep in a rotation', '', 'a rep gets who is new in `rotate`'],
  ])('refuses %s', async (_, lines, named) => {
    const { cwd, run } = folder();
    const text = (more: string): string => `${file('simulated')}${more}`;
    writeFileSync(
      join(cwd, 'enrollments.yaml'),
      text('    require: [{ property: lifecyclestage, is: lead }]\n'),
    );
    await run('snapshot --out account.json');
    const rotation = '{ rotate: [maria@acme.example, paul@acme.example] }';
    const edited = named.includes('owners')
      ? text('').replace(rotation, 'contact-owner')
      : named.includes('rotate')
        ? text('').replace(rotation, '{ rotate: [maria@acme.example, paul@acme.example, nina@acme.example] }')
        : text(lines);
    expect(edited).not.toBe(text(''));
    writeFileSync(join(cwd, 'enrollments.yaml'), edited);
    const refused = await run('rehearse --snapshot account.json');
    expect(refused).toMatchObject({ exit: 1, stdout: '' });
    expect(refused.stderr).toContain(named);
    expect(refused.stderr).toContain('Take a new snapshot with these files');
    // The same files without the new fact are played.
    writeFileSync(join(cwd, 'enrollments.yaml'), text(''));
    expect(await run('rehearse --snapshot account.json --days 2')).toMatchObject({ exit: 0 });
  });

  it('needs a snapshot', async () => {
    const { cwd, run } = folder();
    await run('plan');
    writeFileSync(join(cwd, 'account.json'), JSON.stringify(defaultAccount()));
    const refused = await run('rehearse --snapshot account.json');
    expect(refused.exit).toBe(1);
    expect(refused.stderr).toContain('account.json is an account of the simulator, and not a snapshot.');
  });
});

describe('a story on a snapshot', () => {
  it('plays its account, its ledger and its files', async () => {
    const { cwd, run } = folder();
    await run('apply --auto-approve --only */1041');
    await run('snapshot --out account.json');
    writeFileSync(
      join(cwd, 'rules.story.yaml'),
      `story: No contact gets two emails in a day
given: { snapshot: account.json }
steps:
  - apply: reviewed
  - expect: { contact: "1041", plan: active }
  - expect: { contact: "1042", enrolledIn: q4-outbound }
  - daily: 3
  - expect: no contact emailed twice in a day
`,
    );
    const played = await run('test');
    expect(played, played.stdout).toMatchObject({ exit: 0 });
    expect(played.stdout).toContain('1 story: 1 passed');
  });
});
