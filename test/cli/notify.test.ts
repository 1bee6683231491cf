import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const file = `version: 1
portal: simulated
notify: ROLLCALL_NOTIFY_URL
drift: { unmanaged: true }
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, bo@northwind.example]
`;

async function webhook(status = 200) {
  const bodies: Record<string, unknown>[] = [];
  const texts: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      texts.push(body);
      bodies.push(JSON.parse(body));
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { env: { ROLLCALL_NOTIFY_URL: `http://127.0.0.1:${port}/s3cr3t-path` }, bodies, texts };
}

function folder(text = file) {
  const cwd = folderWith({ 'enrollments.yaml': text });
  const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
    rollcallInProcess(line.split(' '), { cwd, env });
  return { cwd, run };
}

describe('notify', () => {
  it('posts one summary after apply and drift, without an email address, also without changes', async () => {
    const { run } = folder();
    const { env, bodies, texts } = await webhook();
    for (const line of ['apply --auto-approve', 'apply --auto-approve', 'drift']) await run(line, env);
    expect(bodies).toMatchObject([
      { command: 'apply', exitCode: 0, run: 1, counts: { planned: 2, done: 2 } },
      { command: 'apply', exitCode: 0, counts: { planned: 0 }, text: expect.stringContaining('no changes') },
      { command: 'drift', exitCode: 2, drift: { counted: expect.any(Number) } },
    ]);
    expect(texts.join('')).not.toMatch(/@|northwind|acme|s3cr3t/u);
    await run('plan', env);
    await run('drift --accept', env);
    expect(bodies).toHaveLength(3);
  });

  it('posts the result of a refused and of a failed apply', async () => {
    const { cwd, run } = folder();
    const { env, bodies } = await webhook();
    await run('apply --auto-approve --max-enroll 1', env);
    writeFileSync(join(cwd, 'enrollments.yaml'), `${file}ledgerId: abcd1234\n`);
    await run('apply --auto-approve', env);
    expect(bodies).toMatchObject([
      { exitCode: 5, text: expect.stringContaining('refused') },
      { exitCode: 1, error: 'ledger-id-differs' },
    ]);
  });

  it.each([
    ['a server error', 500, 'the server returned status 500'],
    ['a redirect', 302, 'a redirect (status 302)'],
  ])(
    'warns once and keeps the exit code after %s; the URL is in no output and no file',
    async (_case, status, why) => {
      const { cwd, run } = folder();
      const { env } = await webhook(status);
      const outputs: string[] = [];
      for (const line of [
        'plan --out plan.json',
        'apply plan.json --auto-approve --events events.jsonl --log-level debug',
        'apply --auto-approve --format json',
        'drift --format markdown',
        'status',
      ]) {
        const { exit, stdout, stderr } = await run(line, env);
        expect(exit).toBe(line.startsWith('drift') ? 2 : 0);
        outputs.push(stdout, stderr);
        const warnings = stderr.split('\n').filter((one) => one.includes('No notification was sent'));
        expect(warnings).toHaveLength(/^(?:plan|status)/u.test(line) ? 0 : 1);
        for (const warning of warnings) expect(warning).toContain(why);
      }
      for (const name of readdirSync(cwd, { recursive: true, encoding: 'utf8', withFileTypes: true }))
        if (name.isFile()) outputs.push(readFileSync(join(name.parentPath, name.name), 'latin1'));
      expect(outputs.join('')).not.toContain('s3cr3t');
    },
  );

  it('warns if the variable is not set, or holds no address', async () => {
    const { run } = folder();
    const unset = await run('apply --auto-approve');
    expect(unset).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining('ROLLCALL_NOTIFY_URL is not set'),
    });
    const invalid = await run('apply --auto-approve', { ROLLCALL_NOTIFY_URL: 's3cr3t' });
    expect(invalid).toMatchObject({ exit: 0, stderr: expect.stringContaining('does not hold an https://') });
    expect(invalid.stderr).not.toContain('s3cr3t');
  });

  it('refuses a URL in the file without showing it', async () => {
    for (const url of [
      'https://hooks.slack.com/services/s3cr3t',
      'http://127.0.0.1/s3cr3t',
      '"https://x.example/s3cr3t"',
    ]) {
      const { run } = folder(file.replace('notify: ROLLCALL_NOTIFY_URL', `notify: ${url}`));
      for (const format of ['text', 'json', 'markdown', 'html']) {
        const { exit, stdout, stderr } = await run(`validate --format ${format}`);
        expect(exit).toBe(3);
        expect(stdout + stderr).toContain('bad-notify');
        expect(stdout + stderr).not.toContain('s3cr3t');
      }
    }
  });
});

describe('drift.unmanaged', () => {
  it('counts unmanaged members of applied targets, and says that the files do', async () => {
    const { cwd, run } = folder(file.replace('notify: ROLLCALL_NOTIFY_URL\n', ''));
    expect((await run('drift')).exit).toBe(0);
    await run('apply --auto-approve');
    const counted = await run('drift');
    expect(counted.exit).toBe(2);
    expect(counted.stdout.replaceAll(/\s+/gu, ' ')).toContain('`drift: { unmanaged: true }`');
    const path = join(cwd, 'enrollments.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('unmanaged: true', 'unmanaged: false'));
    expect((await run('drift')).exit).toBe(0);
  });
});
