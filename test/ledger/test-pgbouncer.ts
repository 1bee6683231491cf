/** Starts pgbouncer in transaction mode with one server connection, in front of the test PostgreSQL. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { Client } from 'pg';
import { freePort } from './free-port.ts';

export interface TestBouncer {
  /** The location of the database through the pooler. */
  readonly location: string;
  /** The location of the same database without the pooler. */
  readonly direct: string;
  readonly stop: () => Promise<void>;
}

const binary = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

/** The reason why pgbouncer cannot be started. */
export type NoBouncer = { readonly missing: string };

export async function startTestBouncer(): Promise<TestBouncer | NoBouncer> {
  if (binary === undefined) return { missing: 'pgbouncer is not installed' };
  const server = new URL(process.env['ROLLCALL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test');
  const admin = new Client({ connectionString: server.href });
  try {
    await admin.connect();
  } catch {
    return { missing: 'no PostgreSQL server responds' };
  }
  const database = `rollcall_bouncer_${process.pid}`;
  await admin.query(`drop database if exists ${database} with (force)`);
  await admin.query(`create database ${database}`);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bouncer-'));
  const port = await freePort();
  const { hostname, username, password } = server;
  const secret = password === '' ? '' : ` password=${decodeURIComponent(password)}`;
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
${database} = host=${hostname} port=${server.port || '5432'} user=${username}${secret}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
`,
  );
  chmodSync(folder, 0o755);
  // pgbouncer refuses to run as root.
  const user = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(binary, [join(folder, 'pgbouncer.ini')], { stdio: 'ignore', ...user });
  const location = `postgres://${username}@127.0.0.1:${port}/${database}`;
  await waitForConnection(location);
  const direct = new URL(server);
  direct.pathname = `/${database}`;
  return {
    location,
    direct: direct.href,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await admin.query(`drop database ${database} with (force)`);
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function waitForConnection(location: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new Client({ connectionString: location });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (tries > 200) throw error;
      await setTimeout(50);
    }
  }
}
