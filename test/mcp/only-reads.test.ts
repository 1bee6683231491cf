import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { exampleFolder } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { serverFor } from '../cli/simulator-server.ts';
import { startAgent } from './agent.ts';

/**
 * Returns every entry of a folder with its mode, time and content. Without SQLite's shared memory, which changes with every
 * reader, and without an empty log: a reader creates one, and the last writer to close deletes it, which libsql does only when
 * the statements are garbage.
 */
function stateOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      !name.endsWith('.db-shm') && !(name.endsWith('.db-wal') && statSync(join(folder, name)).size === 0),
  );
  return Object.fromEntries(
    names.map((name) => {
      const { mode, mtimeMs, size, ino } = statSync(join(folder, name));
      const isFile = statSync(join(folder, name)).isFile();
      const content = isFile
        ? createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex')
        : '';
      return [name, isFile ? `${ino} ${mode} ${mtimeMs} ${size} ${content}` : `${mode}`];
    }),
  );
}

const text = fc.oneof(
  fc.constantFrom('enrollments.yaml', 'new.yaml', '.', '../x.yaml', 'plan.json', '.rollcall/ledger.db'),
  fc.constantFrom(
    'q4-outbound',
    'sequences.renewal-check-in',
    '900100',
    '1042',
    'ana@northwind.example',
    '26h',
  ),
  fc.constantFrom(
    'p1',
    'r1.5',
    'r2.50',
    '2026-11-20',
    '--auto-approve',
    '; rm -rf .',
    'version: 1\nportal: simulated\n',
  ),
  fc.string({ maxLength: 20 }),
);
const value = fc.oneof(
  text,
  fc.boolean(),
  fc.integer({ min: -1, max: 300 }),
  fc.array(text, { maxLength: 3 }),
);

/** Arguments of the schema of a tool, mostly in its types, and sometimes of any kind. */
function argumentsOf({ properties }: { readonly properties?: object | undefined }): fc.Arbitrary<object> {
  const fields = Object.entries(properties ?? {}).map(([name, part]) => {
    const usual = usualValues[name] ?? valueOf(part);
    return [name, fc.oneof({ weight: 6, arbitrary: usual }, valueOf(part), value)] as const;
  });
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

/** Values with which most calls succeed. A cursor would replace all other arguments, so it is rare. */
const usualValues: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  files: fc.constantFrom(['enrollments.yaml'], ['./enrollments.yaml'], ['examples'], ['pace']),
  texts: fc.constant([]),
  proposal: fc.constantFrom('p1', 'p2', 'p3'),
  cursor: fc.constant(undefined),
  contact: fc.constantFrom('1042', 'ana@northwind.example', '1056', 'nora@nowhere.example'),
  contacts: fc.constantFrom(['1042'], ['liam@fabrikam.example', '1099'], ['a•••@x.example']),
  from: fc.constantFrom('q4-outbound', 'sequences.q4-outbound'),
  to: fc.constantFrom('renewal-check-in', '5510021', 'onboarding'),
  since: fc.constant('2026-11-20'),
  sender: fc.constant('paul@acme.example'),
  only: fc.constant(['sequences.*']),
  exclude: fc.constant(['*1042']),
  undoRun: fc.constant(1),
  maxAge: fc.constant('26h'),
  run: fc.constant(1),
  plan: fc.constant('plan.json'),
};

function valueOf(part: unknown): fc.Arbitrary<unknown> {
  const {
    type,
    enum: choices,
    items,
  } = part as { type?: string; enum?: unknown[]; items?: { type?: string } };
  if (choices) return fc.constantFrom(...choices);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min: 1, max: 200 });
  if (type !== 'array') return text;
  return items?.type === 'object'
    ? fc.array(fc.record({ path: text, text }), { maxLength: 2 })
    : fc.array(text, { minLength: 1, maxLength: 3 });
}

const working: Readonly<Record<string, Record<string, unknown>>> = {
  validate: { online: true },
  plan: {},
  show_plan: { plan: 'plan.json' },
  explain: { contact: '1042' },
  drift: {},
  history: {},
  status: {},
  doctor: {},
  list_targets: {},
  find_contact: { contact: '1042' },
  propose_change: { action: 'move', contacts: ['liam@fabrikam.example'], to: 'renewal-check-in' },
};

describe('any call of any tool', () => {
  it('sends no writing request, and changes no file and no record', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleFolder();
    expect(await rollcallInProcess(['apply', '--auto-approve'], { cwd, env })).toMatchObject({ exit: 0 });
    // A plan to show.
    expect(await rollcallInProcess(['plan', '--out', 'plan.json'], { cwd, env })).toMatchObject({ exit: 0 });
    const requests = simulator.requests().length;
    const account = simulator.snapshot();
    const before = stateOf(cwd);

    const agent = await startAgent({ cwd, env, args: ['--max-requests', '100000'] });
    const { tools } = await agent.client.listTools();
    const call = fc.oneof(
      ...tools.map(({ name, inputSchema }) => argumentsOf(inputSchema).map((args) => [name, args] as const)),
    );
    let succeeded = 0;
    await fc.assert(
      fc.asyncProperty(call, async ([name, args]) => {
        const answer = await agent.call(name, { ...args }).catch(() => undefined);
        if (answer && !answer.isError) succeeded += 1;
        // Whatever the arguments, the answer is one of rollcall, not a defect.
        expect(answer?.text ?? '').not.toContain('error[internal]');
      }),
      { numRuns: 150 },
    );
    // Each tool does its real work at least once.
    for (const [name, args] of Object.entries(working)) {
      const { isError, text: answer } = await agent.call(name, args);
      expect({ name, isError, answer }).toMatchObject({ isError: false });
    }
    expect(Object.keys(working).toSorted()).toEqual(tools.map(({ name }) => name).toSorted());
    await agent.client.close();

    expect(succeeded).toBeGreaterThan(20);
    expect(stateOf(cwd)).toEqual(before);
    expect(simulator.snapshot()).toEqual(account);
    const sent = simulator.requests().slice(requests);
    expect(sent.length).toBeGreaterThan(100);
    expect(sent.filter(({ method, path }) => matchRoute(method, path)?.write !== false)).toEqual([]);
  });

  it('leaves an empty folder empty: not even the simulated account is created', async () => {
    const cwd = exampleFolder();
    const before = stateOf(cwd);
    const agent = await startAgent({ cwd });
    expect((await agent.call('plan')).isError).toBe(false);
    expect((await agent.call('doctor')).isError).toBe(false);
    await agent.client.close();
    expect(stateOf(cwd)).toEqual(before);
  });
});
