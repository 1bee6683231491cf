import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { generateAccount, generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { problemsOf } from '../render/output-validator.ts';
import type { Rehearsal } from '../../src/model/results/rehearsal.ts';
import { renderRehearsal } from '../../src/render/text/rehearsal.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const people = `email
ana@northwind.example
bo@northwind.example
liam@fabrikam.example
noor@contoso.example
gus@contoso.example
hanna@adatum.example
missing@nowhere.example
`;

const file = `version: 1
portal: simulated
freeze:
  - { from: 2026-11-11, to: 2026-11-11, reason: holiday } # Martinmas
audiences:
  prospects: [{ file: people.csv }]
sequences:
  q4-outbound:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    pace: { perDay: 2, days: [mon, tue, wed, thu, fri] }
    members: [{ audience: prospects }]
`;

function folder(files: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}) {
  const cwd = folderWith({ 'enrollments.yaml': file, 'people.csv': people, ...files });
  const run = (line: string) => rollcallInProcess(line.split(' '), { cwd, env });
  const rehearse = async (flags = ''): Promise<Rehearsal> => {
    const { exit, stdout, stderr } = await run(`rehearse --days 14${flags} --format json`);
    expect(exit, stderr).toBe(0);
    const document: Rehearsal = JSON.parse(stdout);
    expect(problemsOf('rehearsal', document)).toEqual([]);
    return document;
  };
  return { cwd, run, rehearse };
}

const day = 86_400_000;

/** Returns the built-in account as a file, with sequences that send an email on each of these days, and then end. */
function accountWith(emailDays: Readonly<Record<string, readonly number[]>>): string {
  const account = defaultAccount();
  const sequences = account.sequences.map((sequence) => {
    const days = emailDays[sequence.id];
    if (!days) return sequence;
    const { settings: _hours, ...rest } = sequence;
    const steps = [
      ...days.map((at) => ['EMAIL', at] as const),
      ['FINISH_ENROLLMENT', days.at(-1) ?? 0] as const,
    ];
    return {
      ...rest,
      steps: steps.map(([actionType, at], index) => ({
        id: `${sequence.id}${index}`,
        actionType,
        delayMillis: (at - (steps[index - 1]?.[1] ?? 0)) * day,
        stepOrder: index,
      })),
    };
  });
  return JSON.stringify({ ...account, sequences });
}

/** Returns a page without its style and script, which other tests check. */
function withoutAssets(page: string): string {
  return page
    .replaceAll(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gu, '<$1></$1>')
    .replaceAll(/sha256-[\w+/=]+/gu, 'sha256-…');
}

const codesOf = ({ warnings }: Rehearsal): readonly string[] => warnings.map(({ code }) => code);

describe('rehearse', () => {
  it('names the members of a workflow without an id, which it does not enroll', async () => {
    const workflow = 'workflows:\n  drip: { definition: drip.yaml, members: [ana@northwind.example] }\n';
    const { rehearse } = folder({
      'enrollments.yaml': `version: 1\nportal: simulated\n${workflow}`,
      'drip.yaml':
        'definition: workflow\nformatVersion: 1\nname: Drip\nenroll: manual\nactions:\n  - delay: 2 days\n',
    });
    const { warnings } = await rehearse();
    expect(warnings.filter(({ code }) => code === 'members-wait-for-workflow')).toMatchObject([
      { message: expect.stringContaining('workflows.drip'), days: [], contacts: [] },
    ]);
  });

  it.each(['text', 'markdown', 'json', 'html'])(
    'prints a calendar as %s, the same bytes each time',
    async (format) => {
      const { run } = folder();
      const line = `rehearse --days 14 --reply-rate 20% --opt-out-rate 5% --day 2026-11-03 --format ${format}`;
      const first = await run(line);
      expect(first).toMatchObject({ exit: 0, stderr: '' });
      expect((await run(line)).stdout).toBe(first.stdout);
      expect(first.stdout).not.toContain('ana@northwind.example');
      expect(first.stdout).toContain('a•••@northwind.example');
      expect(first.stdout).toContain('maria@acme.example');
      if (format !== 'html')
        await expect(first.stdout).toMatchFileSnapshot(
          `golden/rehearsal.${format === 'markdown' ? 'md' : format === 'text' ? 'txt' : format}`,
        );
      else await expect(withoutAssets(first.stdout)).toMatchFileSnapshot('golden/rehearsal.html');
    },
  );

  it('shows real addresses only if asked to, and never in Markdown or JSON', async () => {
    const { run } = folder();
    const line = 'rehearse --days 2 --day 2026-11-02 --show-emails --format ';
    for (const format of ['text', 'html'])
      expect((await run(line + format)).stdout).toContain('ana@northwind.example');
    for (const format of ['markdown', 'json'])
      expect((await run(line + format)).stdout).not.toContain('ana@northwind.example');
  });

  it('gives the forecast of `plan --rehearse`, whatever happened in the account before', async () => {
    const { run } = folder();
    const compare = async (): Promise<void> => {
      const { rehearsal }: { rehearsal: Rehearsal } = JSON.parse(
        (await run('plan --rehearse 30d --format json')).stdout,
      ).forecast;
      const own: Rehearsal = JSON.parse((await run('rehearse --days 30 --format json')).stdout);
      const common = ({ account, assumes, ...rest }: Rehearsal) => ({
        ...rest,
        at: account.at,
        assumes: assumes.filter((sentence) => !sentence.startsWith('No contact replies')),
      });
      expect(common(own)).toEqual(common(rehearsal));
    };
    await compare();
    await run('apply --auto-approve');
    await run('simulator act enroll tom@wingtip.example --target 5510021');
    await run('simulator act reply ana@northwind.example');
    await compare();
    await run('simulator advance 5d');
    await compare();
  });

  it('reads an account of HubSpot with the requests of a plan, and writes nothing', async () => {
    const { simulator, env } = await serverFor();
    const { cwd, run } = folder(
      { 'enrollments.yaml': file.replace('simulated', String(simulator.portalId)) },
      env,
    );
    const sent = async (line: string) => {
      const before = simulator.requests().length;
      expect(await run(line)).toMatchObject({ exit: 0 });
      return simulator
        .requests()
        .slice(before)
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted();
    };
    const account = simulator.snapshot();
    const planned = await sent('plan');
    expect(await sent('rehearse --days 3')).toEqual(planned);
    expect(simulator.snapshot()).toEqual(account);
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
    const offline = await rollcallInProcess(['rehearse'], { cwd, env: {} });
    expect(offline).toMatchObject({ exit: 4, stdout: '' });
  });

  it('counts emails without a known sender, and calls the sender unknown', async () => {
    const { run, rehearse } = folder();
    await run('simulator act enroll tom@wingtip.example --target 5510021');
    const { days, summary } = await rehearse();
    const senders = days.flatMap((one) => one.senders);
    expect(senders.filter(({ sender }) => sender === 'unknown').length).toBeGreaterThan(0);
    expect(senders.every(({ sender, limit }) => (sender === 'unknown') === (limit === undefined))).toBe(true);
    expect(senders.reduce((sum, { emails }) => sum + emails, 0)).toBe(summary.emails);
    expect((await run('rehearse --days 14')).stdout).toMatch(/By sender.*\n *day .*unknown/u);
  });

  it('gives no day for the last contact if a job does not make all of its changes', async () => {
    const slow = folder({ 'enrollments.yaml': file.replace('perDay: 2', 'perDay: 1') });
    const waiting = async (flags: string) => {
      const { stdout } = await slow.run(`rehearse --days 4 --format json${flags}`);
      const { groups, warnings }: Rehearsal = JSON.parse(stdout);
      return {
        expected: groups[0]?.expected,
        noTurn: warnings.find(({ code }) => code === 'no-turn')?.message,
      };
    };
    const well = await waiting('');
    expect(well.expected).toBe('2026-11-09');
    expect(well.noTurn).toContain('on the next day');
    const dead = await waiting(' --without maria@acme.example --without paul@acme.example');
    expect(dead.expected).toBeUndefined();
    expect(dead.noTurn).not.toContain('on the next day');
    const limited = folder({
      'enrollments.yaml': file.replace('audiences:', 'limits: { enroll: 1 }\naudiences:'),
    });
    const { stdout } = await limited.run('rehearse --days 4 --format json');
    const refused: Rehearsal = JSON.parse(stdout);
    expect(refused.groups[0]?.expected).toBeUndefined();
    expect(refused.warnings.map(({ message }) => message).join()).not.toContain('on the next day');
  });

  it.each([
    { code: 5, flags: '', limits: 'limits: { enroll: 1 }\n', help: 'enrolls no one' },
    { code: 6, flags: ' --without maria@acme.example', limits: '', help: 'It made the other changes' },
  ])('explains an apply that ends with $code', async ({ code, flags, limits, help }) => {
    const { run } = folder({ 'enrollments.yaml': file.replace('audiences:', `${limits}audiences:`) });
    const { warnings }: Rehearsal = JSON.parse((await run(`rehearse --days 9 --format json${flags}`)).stdout);
    const incomplete = warnings.filter((one) => one.code === 'apply-incomplete');
    const first = incomplete.find(({ message }) => message.includes(`exit code ${code}`));
    expect(first?.help).toContain(help);
    const stale = incomplete.find(({ message }) => message.includes('exit code 8'));
    expect(stale?.help ?? 'enrolls no one').toContain('enrolls no one');
  });

  it('changes neither the account nor the ledger of the folder, and starts from both', async () => {
    const { cwd, run, rehearse } = folder();
    await rehearse();
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
    await run('apply --auto-approve');
    await run('simulator advance 30d');
    const bytes = () =>
      ['simulator.json', 'ledger.db', 'simulator.json.requests.jsonl'].map((name) =>
        readFileSync(join(cwd, '.rollcall', name), 'base64'),
      );
    const before = bytes();
    const rehearsal = await rehearse();
    expect(bytes()).toEqual(before);
    expect(rehearsal.account.at.slice(0, 10)).toBe('2026-12-02');
    // The two contacts of the first apply have ended: only the ledger and the account know.
    expect(rehearsal.summary.enrollments).toBe(4);
    expect(rehearsal.knows.at(-1)).toMatch(/^The ledger/u);
  });

  it('sends no request to HubSpot if it starts from a snapshot', async () => {
    const { simulator, env } = await serverFor();
    const files = { 'enrollments.yaml': file.replace('simulated', String(simulator.portalId)) };
    const { run, rehearse } = folder(files, env);
    await run('snapshot --out account.json');
    const requests = simulator.requests().length;
    const rehearsal = await rehearse(' --snapshot account.json');
    expect(rehearsal).toMatchObject({ portalId: simulator.portalId, account: { kind: 'snapshot' } });
    expect(rehearsal.summary.enrollments).toBe(6);
    expect(simulator.requests()).toHaveLength(requests);
    expect(simulator.inspect().emailsSent).toBe(0);
  });

  it('says when each list has been reached, and when to expect the rest', async () => {
    const { rehearse } = folder();
    const [group] = (await rehearse()).groups;
    expect(group).toMatchObject({
      declaredIn: 'people.csv',
      contacts: 7,
      reached: 6,
      blocked: 1,
      complete: true,
      lastReached: '2026-11-04',
    });
    const slow = folder({ 'enrollments.yaml': file.replace('perDay: 2', 'perDay: 1') });
    const { stdout } = await slow.run('rehearse --days 3');
    expect(stdout).toContain('3 of 7 contacts reached');
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('the last one expected on 2026-11-09');
  });

  it('counts the contacts whose turn comes, and those who wait', async () => {
    const { days } = await folder().rehearse();
    expect(days.slice(0, 3).map(({ enrollments, turns, waiting }) => [enrollments, turns, waiting])).toEqual([
      [2, 0, 4],
      [2, 2, 2],
      [2, 2, 0],
    ]);
    expect(days.find(({ day }) => day === '2026-11-11')?.freeze).toBe('holiday');
  });

  it('answers what if a rep leaves', async () => {
    const { rehearse } = folder();
    const all = await rehearse();
    const without = await rehearse(' --without paul@acme.example=2026-11-03');
    const begun = ({ days }: Rehearsal, sender: string): number =>
      days
        .flatMap(({ senders }) => senders)
        .reduce((sum, one) => sum + (one.sender === sender ? one.enrollments : 0), 0);
    expect(begun(all, 'paul@acme.example')).toBe(4);
    expect(begun(without, 'paul@acme.example')).toBe(1);
    expect(codesOf(without)).toEqual(expect.arrayContaining(['apply-incomplete', 'sender-refused']));
    expect(without.assumes.join(' ')).toContain(
      'The inbox of paul@acme.example is disconnected from 2026-11-03 on',
    );
  });

  it.each([
    ['in block style', file],
    [
      'in flow style',
      file.replace(/freeze:\n.*\n/u, 'freeze: [{ from: 2026-11-11, to: 2026-11-11, reason: holiday }]\n'),
    ],
    ['absent', file.replace(/freeze:\n.*\n/u, '')],
  ])('answers what if we freeze some days, with `freeze` %s', async (_name, text) => {
    const { rehearse, cwd } = folder({ 'enrollments.yaml': text });
    const { days, groups } = await rehearse(' --freeze 2026-11-03..2026-11-04');
    expect(days.slice(1, 4).map(({ freeze, enrollments }) => [freeze, enrollments])).toEqual([
      ['added for this forecast', 0],
      ['added for this forecast', 0],
      [undefined, 2],
    ]);
    expect(groups[0]?.lastReached).toBe('2026-11-06');
    expect(readFileSync(join(cwd, 'enrollments.yaml'), 'utf8')).toBe(text);
  });

  it('keeps the header and the columns of the calendar next to long notes, and names amounts on a narrow terminal', async () => {
    const reason = 'the whole company is on a retreat in the mountains and reads no email at all';
    const { run } = folder({ 'enrollments.yaml': file.replace('reason: holiday', `reason: ${reason}`) });
    const line = 'rehearse --days 12 --freeze 2026-11-04..2026-11-05';
    const { stdout } = await run(line);
    const header = /^day +enrolled +emails +replies +opt-outs +finished +turns +waiting$/mu;
    expect(stdout).toMatch(header);
    expect(stdout).toMatch(/^Wed 2026-11-04 +2\n {4}freeze: added for this forecast$/mu);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(`freeze: ${reason}`);
    const [columns = ''] = header.exec(stdout) ?? [];
    const [monday = ''] = /^Mon 2026-11-02.*$/mu.exec(stdout) ?? [];
    expect(monday.indexOf('2', 15)).toBe(columns.indexOf('enrolled') + 'enrolled'.length - 1);
    const rehearsal: Rehearsal = JSON.parse((await run(`${line} --format json`)).stdout);
    expect(renderRehearsal(rehearsal, { color: false, width: 60 })).toMatch(
      /^Mon 2026-11-02: 2 enrolled, \d+ emails, /mu,
    );
  });

  it('masks addresses in names of HubSpot and in reasons of the files', async () => {
    const { run } = folder({
      'enrollments.yaml': file.replace('reason: holiday', 'reason: "Ask nora@nowhere.example"'),
    });
    await run('apply --auto-approve');
    await run('simulator act edit-target 5510021 --with name=Mail-to-nora@nowhere.example');
    for (const command of ['rehearse --days 14 --day 2026-11-03', 'plan --rehearse 14d'])
      for (const format of ['text', 'json', 'markdown', 'html'])
        expect((await run(`${command} --format ${format}`)).stdout).not.toContain('nora@nowhere.example');
  });

  it('names members of which it is not known whether they were enrolled before', async () => {
    const { run, rehearse } = folder({
      'enrollments.yaml': `version: 1
portal: simulated
workflows: { onboarding: { id: 900100, members: [ana@northwind.example, bo@northwind.example] } }
`,
    });
    const { warnings, summary } = await rehearse();
    expect(summary).toMatchObject({ enrollments: 0, unknown: 2 });
    expect(warnings).toMatchObject([
      { code: 'unknown-members', message: expect.stringMatching(/^2 members are unknown/u) },
    ]);
    expect((await run('rehearse')).stdout).toContain('and 2 unknown');
  });

  it.each([
    ['--without nina@acme.example', 'no sequence of the files has the rep'],
    ['--without paul@acme.example=2027-12-01', '2027-12-01 is after the forecast'],
    ['--freeze 2025-12-24..2025-12-31', 'is outside of the forecast'],
  ])('refuses %s, which would change nothing', async (flags, message) => {
    const refused = await folder().run(`rehearse --days 5d ${flags}`);
    expect(refused).toMatchObject({ exit: 1, stdout: '' });
    expect(refused.stderr).toContain(message);
  });

  it('lists every event of a day', async () => {
    const { detail } = await folder().rehearse(' --day 2026-11-03');
    expect(detail?.events.map(({ what }) => what)).toEqual(['enrolled', 'email', 'enrolled', 'email']);
    const outside = await folder().run('rehearse --days 2 --day 2026-12-24');
    expect(outside).toMatchObject({ exit: 1, stdout: '' });
    expect(outside.stderr).toContain('2026-12-24 is not a day of the forecast');
  });

  it('warns about a second sequence, and about emails in a freeze and on a weekend', async () => {
    const files = {
      'enrollments.yaml': `version: 1
portal: simulated
freeze: [{ from: 2026-11-12, to: 2026-11-13 }]
sequences:
  first: { id: 5510022, sender: maria@acme.example, members: [ana@northwind.example] }
  second: { id: 5510021, sender: maria@acme.example, members: [ana@northwind.example] }
`,
    };
    const rehearsal = await folder(files).rehearse(' --at 12:00');
    expect(codesOf(rehearsal)).toEqual(['two-sequences-apart', 'emails-in-freeze', 'emails-on-weekend']);
    expect(rehearsal.warnings[0]).toMatchObject({
      days: ['2026-11-09'],
      contacts: [{ email: 'a•••@northwind.example' }],
    });
    expect(codesOf(await folder(files).rehearse(' --apart 3'))).not.toContain('two-sequences-apart');
  });

  it('warns about two emails on a day, and names the contact and the day', async () => {
    const { rehearse } = folder({
      'account.json': accountWith({ 5510021: [0, 2], 5510022: [0] }),
      'enrollments.yaml': `version: 1
portal: simulated
sequences:
  first: { id: 5510021, sender: maria@acme.example, members: [ana@northwind.example] }
  second: { id: 5510022, sender: maria@acme.example, members: [ana@northwind.example] }
`,
    });
    const { warnings } = await rehearse(' --account account.json --at 12:00');
    expect(warnings.find(({ code }) => code === 'two-emails-in-a-day')).toMatchObject({
      message: '1 contact gets more than one email on a day',
      days: ['2026-11-04'],
      contacts: [{ email: 'a•••@northwind.example' }],
    });
    const later = await rehearse(' --account account.json --at 12:00 --freeze 2026-11-04');
    expect(codesOf(later)).not.toContain('two-emails-in-a-day');
  });

  it('warns about a sender who sends more than the limit of enrollments', async () => {
    const { rehearse } = folder({
      'account.json': accountWith({ 5510021: [0, 1, 2] }),
      'enrollments.yaml': `version: 1
portal: simulated
limits: { perSenderPerDay: 1 }
sequences:
  drip: { id: 5510021, sender: maria@acme.example, members: [ana@northwind.example, bo@northwind.example] }
`,
    });
    const rehearsal = await rehearse(' --account account.json');
    expect(rehearsal.warnings.find(({ code }) => code === 'sender-over-limit')).toMatchObject({
      message:
        'maria@acme.example sends up to 2 emails a day, more than `limits.perSenderPerDay` (1), which counts only first emails',
      days: ['2026-11-03', '2026-11-04'],
    });
    // Enrollments are limited, and the forecast does not exceed the limit.
    expect(
      rehearsal.days.flatMap(({ senders }) => senders).every(({ enrollments }) => enrollments <= 1),
    ).toBe(true);
  });

  it('warns about contacts that get no turn, with what they wait for', async () => {
    const slow = folder({ 'enrollments.yaml': file.replace('perDay: 2', 'perDay: 1') });
    const { stdout } = await slow.run('rehearse --days 3 --format json');
    const short: Rehearsal = JSON.parse(stdout);
    expect(short.warnings.find(({ code }) => code === 'no-turn')).toMatchObject({
      message: '3 members get no turn in these days: 1 follows on the next day, 2 wait for the pace',
      contacts: [
        { email: 'n•••@contoso.example' },
        { email: 'g•••@contoso.example' },
        { email: 'h•••@adatum.example' },
      ],
    });
    expect(codesOf(await slow.rehearse())).not.toContain('no-turn');
  });

  it.each(['text', 'markdown', 'html', 'json'])(
    'states in %s what it knows and what it assumes',
    async (format) => {
      const { run, rehearse } = folder();
      const { knows, assumes } = await rehearse();
      expect(Math.min(knows.length, assumes.length)).toBeGreaterThan(3);
      const { stdout } = await run(`rehearse --days 14 --format ${format}`);
      const plain = stdout.replaceAll(/<[^>]*>|[\\`]|&#96;/gu, '').replaceAll(/\s+/gu, ' ');
      for (const sentence of [...knows, ...assumes]) expect(plain).toContain(sentence.replaceAll('`', ''));
    },
  );

  it('shows what a limit refuses, and ends with its exit code', async () => {
    const { run } = folder({
      'enrollments.yaml': file.replace('audiences:', 'limits: { enroll: 1 }\naudiences:'),
    });
    const { exit, stdout } = await run('rehearse --days 3 --format json');
    expect(exit).toBe(5);
    const rehearsal: Rehearsal = JSON.parse(stdout);
    expect(rehearsal.summary.enrollments).toBe(0);
    expect(rehearsal.warnings[0]).toMatchObject({ code: 'apply-incomplete' });
  });

  it('shows the problems of invalid files, with their place', async () => {
    const { exit, stdout, stderr } = await folder({ 'enrollments.yaml': `${file}    nonsense: 1\n` }).run(
      'rehearse',
    );
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' });
    expect(stderr).toContain('enrollments.yaml:13:5');
  });

  it.each([
    ['--days 0', '--days'],
    ['--days 1.5', '--days'],
    ['--at 8', '--at'],
    ['--at 25:00', '--at'],
    ['--day tuesday', '--day'],
    ['--reply-rate 120%', '--reply-rate'],
    ['--opt-out-rate many', '--opt-out-rate'],
    ['--without paul', '--without'],
    ['--without paul@acme.example=soon', '--without'],
    ['--freeze 2026-12-31..2026-12-24', '--freeze'],
    ['--account a.json --snapshot b.json', '--account'],
    ['--account missing.json', 'missing.json cannot be read'],
    ['--account people.csv', 'people.csv is not JSON'],
  ])('refuses %s', async (flags, named) => {
    const { exit, stdout, stderr } = await folder().run(`rehearse ${flags}`);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toContain(named);
  });

  it('draws who reacts from the seed alone', async () => {
    const contacts = 200;
    const files = {
      'people.csv': `email\n${Array.from({ length: contacts }, (_, index) => generatedEmail(index)).join('\n')}\n`,
      'enrollments.yaml': file
        .replace('audiences:', 'limits: { enroll: 200 }\naudiences:')
        .replace(/ {4}pace.*\n/u, ''),
      'account.json': JSON.stringify(generateAccount({ contacts, allReachable: true })),
    };
    const { rehearse } = folder(files);
    const rates = ' --account account.json --reply-rate 10% --opt-out-rate 0.05';
    const one = await rehearse(rates);
    const other = await rehearse(`${rates} --seed 2`);
    expect(one.summary.replies).not.toBe(other.summary.replies);
    for (const { summary } of [one, other]) {
      expect(summary.enrollments).toBe(contacts);
      expect(summary.replies).toBeGreaterThan(8);
      expect(summary.replies).toBeLessThan(35);
      expect(summary.optOuts).toBeGreaterThan(2);
    }
  });
});
