// Runs the official conformance suite of MCP against `rollcall mcp`. The suite speaks HTTP, so this script relays each message
// to the stdin of the server and each response back. Most scenarios call tools of the suite's own example server; those
// below apply to every server. Needs Node 22 or later, and the network for npx.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const suite = '@modelcontextprotocol/conformance@0.1.16';
const scenarios = ['server-initialize', 'ping', 'tools-list', 'resources-list'];
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rollcall-conformance-'));

/**
 * A running server, and the requests that wait for its response.
 *
 * @typedef {{ child: import('node:child_process').ChildProcessWithoutNullStreams, waiting: Map<unknown, (line: string) => void> }} Session
 */

/** @type {Map<string, Session>} */
const sessions = new Map();

const server = createServer((request, response) => void relay(request, response));

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @returns {Promise<void>}
 */
async function relay(request, response) {
  if (request.method !== 'POST') {
    response.writeHead(405).end();
    return;
  }
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += piece;
  const message = JSON.parse(text);
  const given = request.headers['mcp-session-id'];
  const id = typeof given === 'string' ? given : String(sessions.size + 1);
  const session = sessions.get(id) ?? start(id);
  // A notification has no response.
  if (message.id === undefined) {
    session.child.stdin.write(`${text}\n`);
    response.writeHead(202, { 'mcp-session-id': id }).end();
    return;
  }
  /** @type {Promise<string>} */
  const answered = new Promise((resolve) => session.waiting.set(message.id, resolve));
  session.child.stdin.write(`${text}\n`);
  const headers = { 'content-type': 'application/json', 'mcp-session-id': id };
  response.writeHead(200, headers).end(await answered);
}

/**
 * Starts a server for one session.
 *
 * @param {string} id
 * @returns {Session}
 */
function start(id) {
  const child = spawn(process.execPath, [cli, 'mcp'], { cwd: folder });
  /** @type {Session} */
  const session = { child, waiting: new Map() };
  createInterface({ input: child.stdout }).on('line', (line) =>
    session.waiting.get(JSON.parse(line).id)?.(line),
  );
  sessions.set(id, session);
  return session;
}

await once(server.listen(0, '127.0.0.1'), 'listening');
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
try {
  for (const scenario of scenarios) {
    const args = ['-y', suite, 'server', '--url', `http://127.0.0.1:${port}/mcp`, '--scenario', scenario];
    const [code] = await once(spawn('npx', args, { cwd: folder, stdio: 'inherit' }), 'exit');
    if (code !== 0) process.exitCode = 1;
  }
} finally {
  server.close();
  server.closeAllConnections();
  for (const { child } of sessions.values()) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
