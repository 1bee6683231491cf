/** The command line of CI jobs, in the process of the test: starting a process takes ten times as long as most commands run. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { RunOptions } from '../cli/rollcall.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

/** Serves the program `forwarder` at the path of a socket until the end of the test. */
export async function serveRollcall(socket: string): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    respond(connection).catch((error: unknown) =>
      connection.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(socket);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

async function respond(connection: Socket): Promise<void> {
  let request = '';
  connection.setEncoding('utf8').on('data', (text: string) => (request += text));
  await once(connection, 'end');
  const { args, ...options }: RunOptions & { readonly args: readonly string[] } = JSON.parse(request);
  connection.end(JSON.stringify(await rollcallInProcess(args, options)));
}

/** Returns a program that runs its arguments in the process that serves the socket, in its own folder and environment. */
export function forwarder(socket: string): string {
  return `#!/usr/bin/env node
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const connection = connect(${JSON.stringify(socket)});
connection.end(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env }));
const { exit, stdout, stderr } = JSON.parse(await text(connection));
process.stderr.write(stderr);
process.stdout.write(stdout);
process.exitCode = exit;
`;
}
