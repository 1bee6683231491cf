/** Attacks through environment variables. Each table row is one attempt. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectionTo } from '../../src/runtime/connection.ts';
import type { Connection } from '../../src/runtime/connection.ts';
import { Failure } from '../../src/model/failure.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

type Env = Readonly<Record<string, string>>;

const token = 'pat-eu1-secret-0123';

async function connect(portal: 'simulated' | number, env: Env): Promise<Connection | Failure> {
  const simulator = async () => ({ baseUrl: 'http://127.0.0.1:1', token: 'simulated-token' });
  try {
    return await connectionTo({ portal }, { env, allowBaseUrl: false, simulator });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const refused: readonly (readonly [string, Env])[] = [
  ['a header in the token', { HUBSPOT_ACCESS_TOKEN: `${token}\r\nX-Forwarded-For: 1` }],
  ['a second request in the token', { HUBSPOT_ACCESS_TOKEN: `${token}\r\n\r\nDELETE / HTTP/1.1` }],
  ['a scheme in the token', { HUBSPOT_ACCESS_TOKEN: `Bearer ${token}` }],
  ['a Cyrillic letter in the token', { HUBSPOT_ACCESS_TOKEN: `pаt-${token}` }],
  [
    'the server of an attacker',
    { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'https://api.hubapi.com.evil.example' },
  ],
  [
    'a server name that begins with a loopback address',
    { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'http://127.0.0.1.evil.example' },
  ],
  [
    'a loopback address as the user name',
    { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'http://127.0.0.1:80@evil.example' },
  ],
  [
    'backslashes instead of slashes',
    { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'http:\\\\evil.example\\@127.0.0.1' },
  ],
  [
    'a line break in the server',
    { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'http://127.0.0.1\n.evil.example' },
  ],
  [
    'a query that contains the path',
    { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'http://127.0.0.1/?to=' },
  ],
  ['a file as a server', { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'file:///etc/passwd' }],
  ['a SOCKS proxy', { HUBSPOT_ACCESS_TOKEN: token, HTTPS_PROXY: 'socks5://u:secret@evil.example' }],
  ['a header in the proxy', { HUBSPOT_ACCESS_TOKEN: token, HTTPS_PROXY: 'http://evil.example:1 X: 1' }],
];

describe('the environment cannot send the token to another server', () => {
  it.each(refused)('through %s', async (_, env) => {
    const failure = await connect(42, env);
    expect(failure).toBeInstanceOf(Failure);
    const { message, help, exitCode } = failure as Failure;
    expect([1, 4]).toContain(exitCode);
    expect(`${message}${help}`).not.toContain('secret');
  });

  it.each([
    ['127.0.0.1 in decimal', 'http://2130706433:8787'],
    ['127.0.0.1 in hexadecimal', 'http://0x7f.1:8787'],
  ])('another spelling of the loopback address is accepted: %s', async (_, url) => {
    const env = { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: url, HTTP_PROXY: 'http://evil.example' };
    expect(await connect(42, env)).toEqual({ baseUrl: 'http://127.0.0.1:8787', token, proxy: undefined });
  });
});

describe('the simulated account never gets the real token', () => {
  const environments: readonly (readonly [string, Env])[] = [
    ['with a real token', { HUBSPOT_ACCESS_TOKEN: token }],
    [
      'with a server on this machine',
      { HUBSPOT_ACCESS_TOKEN: token, HUBSPOT_BASE_URL: 'http://127.0.0.1:8787' },
    ],
    [
      'with a proxy',
      { HUBSPOT_ACCESS_TOKEN: token, ALL_PROXY: 'http://evil.example', HTTP_PROXY: 'http://evil.example' },
    ],
  ];

  it.each(environments)('%s', async (_, env) => {
    const connection = await connect('simulated', env);
    expect(connection).toMatchObject({ token: 'simulated-token' });
    expect(connection).not.toHaveProperty('proxy.url');
  });

  it('does not connect to a server that the environment names', async () => {
    const failure = await connect('simulated', { HUBSPOT_BASE_URL: 'https://evil.example' });
    expect(failure).toMatchObject({ code: 'base-url', exitCode: 4 });
  });
});

describe('an error does not contain the refused value', () => {
  it.each([
    ['HUBSPOT_ACCESS_TOKEN', `Bearer ${token}`],
    ['HTTPS_PROXY', 'socks4://robot:secret@evil.example'],
    ['HUBSPOT_BASE_URL', 'http://robot:secret@127.0.0.1:8787'],
  ])('%s', async (name, value) => {
    const cwd = folderWith({ 'enrollments.yaml': 'version: 1\nportal: 42\nsequences: {}\n' });
    const env = { HUBSPOT_ACCESS_TOKEN: token, [name]: value };
    for (const format of ['text', 'json']) {
      const { exit, stdout, stderr } = await rollcallInProcess(
        ['plan', '--format', format, '--log-level', 'debug'],
        {
          cwd,
          env,
        },
      );
      expect([1, 4]).toContain(exit);
      expect(`${stdout}${stderr}`).toContain(name);
      expect(`${stdout}${stderr}`).not.toContain('secret');
    }
    expect(readdirSync(cwd)).toEqual(['enrollments.yaml']);
  });
});
