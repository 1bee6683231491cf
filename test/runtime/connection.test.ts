import { describe, expect, it } from 'vitest';
import { connectionTo } from '../../src/runtime/connection.ts';
import { Failure } from '../../src/model/failure.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { serverFor } from '../cli/simulator-server.ts';

const token = 'pat-eu1-0123abcd-secret';

function connect(env: Readonly<Record<string, string>>, allowBaseUrl = false) {
  return connectionTo(
    { portal: 42 },
    { env, allowBaseUrl, simulator: () => Promise.reject(new Error('no')) },
  );
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw new Error(`no Failure: ${String(error)}`);
}

describe('the access token', () => {
  it.each([`${token}\n`, `${token}\r\n`, ` ${token}`, `\t${token} \n\n`, `\uFEFF${token}`, `\u00A0${token}`])(
    'is trimmed (%j)',
    async (text) => {
      expect(await connect({ HUBSPOT_ACCESS_TOKEN: text })).toMatchObject({ token });
    },
  );

  const malformed: readonly (readonly [string, string])[] = [
    [`Bearer ${token}`, 'begins with "Bearer"'],
    [`bearer\n${token}`, 'begins with "Bearer"'],
    [`Authorization: Bearer ${token}`, 'begins with "Bearer"'],
    [`"${token}"`, 'character 1 is a quotation mark'],
    [`'${token}'`, 'character 1 is a quotation mark'],
    [`pat-eu1 ${token}`, 'character 8 is a space'],
    [`pat\u00A0${token}`, 'character 4 is a space'],
    [`${token}\n${token}`, 'character 24 is a line break'],
    [`${token}\r\nX-Evil: 1`, 'character 24 is a line break'],
    [`pat\u0000${token}`, 'character 4 is a control character'],
    [`pat\u200B${token}`, 'character 4 is not an ASCII character'],
    [`pat–${token}`, 'character 4 is not an ASCII character'],
    [`pat🔑${token}`, 'character 4 is not an ASCII character'],
  ];

  it.each(malformed)('is refused before any request: %j', async (text, fault) => {
    const failure = await failureOf(connect({ HUBSPOT_ACCESS_TOKEN: text }));
    expect(failure).toMatchObject({ exitCode: 4, code: 'token-malformed' });
    expect(failure.message).toContain(fault);
    expect(`${failure.message}${failure.help}`).not.toContain('secret');
  });

  it.each(['', ' ', '\n', '\uFEFF'])('is missing if it is %j', async (text) => {
    const failure = await failureOf(connect({ HUBSPOT_ACCESS_TOKEN: text }));
    expect(failure).toMatchObject({ exitCode: 4, code: 'token-missing' });
  });

  it('is sent without its line break, and a malformed token sends nothing', async () => {
    const { simulator, env } = await serverFor();
    const cwd = folderWith({
      'enrollments.yaml': `version: 1\nportal: ${simulator.portalId}\nsequences: {}\n`,
    });
    const trimmed = { HUBSPOT_ACCESS_TOKEN: `${simulator.token}\n`, HUBSPOT_BASE_URL: ` ${simulator.url}\n` };
    expect(await rollcallInProcess(['plan'], { cwd, env: trimmed })).toMatchObject({ exit: 0 });
    const before = simulator.requests().length;
    const wrong = await rollcallInProcess(['plan'], {
      cwd,
      env: { ...env, HUBSPOT_ACCESS_TOKEN: `Bearer ${token}` },
    });
    expect(wrong.exit).toBe(4);
    expect(wrong.stderr).toContain('error[token-malformed]');
    expect(wrong.stderr).not.toContain('secret');
    expect(simulator.requests()).toHaveLength(before);
  });
});

describe('the base URL', () => {
  const good: readonly (readonly [string, string])[] = [
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://127.0.0.1:8787/\n', 'http://127.0.0.1:8787'],
    [' http://localhost:8787/api// ', 'http://localhost:8787/api'],
    ['HTTP://LOCALHOST:80', 'http://localhost'],
  ];

  it.each(good)('%j is %s', async (text, baseUrl) => {
    expect(await connect({ HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: text })).toMatchObject({ baseUrl });
  });

  it.each([
    'http://127.0.0.1:8787\n.evil.example',
    'http://127.0.0.1:87\t87',
    'http://127.0.0.1:8787 http://x',
    'http://user:secret@127.0.0.1:8787',
    'http://127.0.0.1:8787/?x=secret',
    'http://127.0.0.1:8787/#x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '127.0.0.1:8787',
    'http://',
    '"http://127.0.0.1:8787"',
    'http://127.0.0.1:8787\u202E',
  ])('%j is refused', async (text) => {
    const failure = await failureOf(connect({ HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: text }, true));
    expect(failure).toMatchObject({ exitCode: 4, code: 'base-url' });
    expect(failure.message).not.toMatch(/secret|evil/u);
  });

  it.each(['http://127.0.0.1.evil.example', 'http://127.1.evil.example', 'http://localhost.evil.example'])(
    '%s is not this machine',
    async (text) => {
      const failure = await failureOf(connect({ HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: text }));
      expect(failure).toMatchObject({ exitCode: 4, code: 'base-url' });
    },
  );
});

describe('the variable of the token', () => {
  const ofEurope = { portal: 42, token: 'HUBSPOT_TOKEN_EU' };
  const read = (env: Readonly<Record<string, string>>, ignoreTokenName = false) =>
    connectionTo(ofEurope, {
      env,
      allowBaseUrl: false,
      ignoreTokenName,
      simulator: () => Promise.reject(new Error('no')),
    });

  it('is the one that the file names, and no other', async () => {
    const env = { HUBSPOT_TOKEN_EU: token, HUBSPOT_ACCESS_TOKEN: 'pat-na1-other' };
    expect(await read(env)).toMatchObject({ token });
    const missing = await failureOf(read({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-other' }));
    expect(missing).toMatchObject({ code: 'token-missing', exitCode: 4 });
    expect(missing.message).toBe('Account 42 needs a token, and HUBSPOT_TOKEN_EU is not set.');
    expect(missing.help).toContain('into HUBSPOT_TOKEN_EU');
    expect((await failureOf(read({ HUBSPOT_TOKEN_EU: 'Bearer x' }))).message).toContain(
      'HUBSPOT_TOKEN_EU is not',
    );
  });

  it('does not matter to a program, which passes the token itself', async () => {
    expect(await read({ HUBSPOT_ACCESS_TOKEN: token }, true)).toMatchObject({ token });
  });

  it.each(['AWS_SECRET_ACCESS_KEY', 'HUBSPOT_PASSWORD', 'GITHUB_TOKEN', 'hubspot_token', 'pat-eu1-0123'])(
    'may not be named %s, and the name is not printed',
    async (name) => {
      const cwd = folderWith({
        'enrollments.yaml': `version: 1\nportal: 42\ntoken: ${name}\nsequences: {}\n`,
      });
      const { exit, stdout, stderr } = await rollcallInProcess(['validate'], { cwd });
      expect(exit).toBe(3);
      expect(stdout + stderr).toContain('bad-token-name');
      expect(stdout + stderr).not.toContain(name);
    },
  );
});
