// Packs the package, installs it into an empty folder as a user would, and runs it on every supported Node version.
// Needs the npm registry.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const home = mkdtempSync(join(tmpdir(), 'rollcall-smoke-'));
const currentMajor = process.versions.node.replace(/\..*$/u, '');
/** The path of each Node version. */
const binaries = new Map([[currentMajor, process.execPath]]);
const majors = [currentMajor, ...['20', '22', '24', '26'].filter((major) => major !== currentMajor)];

/**
 * Commands that use each part once: the files, the simulator over HTTP, and the native SQLite library. `prints` is a
 * part of the expected stdout.
 */
const commands = [
  { args: ['help'], exit: 0, prints: 'Commands:' },
  { args: ['--version'], exit: 0, prints: version },
  { args: ['init', '--portal', 'simulated', '--ci', 'github'], exit: 0, prints: 'rollcall-apply.yml' },
  { args: ['validate'], exit: 0, prints: 'Valid' },
  { args: ['plan', 'people.yaml', '--detailed-exitcode'], exit: 2, prints: 'will email 2 people' },
  { args: ['apply', 'people.yaml', '--auto-approve'], exit: 0, prints: '2 of 2 changes applied' },
  { args: ['plan', 'people.yaml', '--detailed-exitcode'], exit: 0, prints: '' },
];

const people = `version: 1
portal: simulated
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [gus@contoso.example, hanna@adatum.example]
`;

const program = `import { createRollcall } from 'rollcall';
const rollcall = createRollcall();
const { diagnostics } = await rollcall.validate('people.yaml');
const plan = await rollcall.plan('people.yaml');
console.log(diagnostics.length, plan.changes.length, plan.unchanged.length);
`;

try {
  install();
  // The versions have separate folders, so that they run at the same time.
  const failures = await Promise.all([...majors.map((major) => runOn(major)), runNewestClient()]);
  for (const failure of failures.flat()) process.stdout.write(`${failure}\n`);
  process.exitCode = failures.flat().length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Packs this package and installs it into the test folder. */
function install() {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
  /** @type {readonly { filename: string }[]} */
  const [packed] = JSON.parse(runNpm(pack, root));
  if (!packed) throw new Error('npm pack did not return a file name.');
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'];
  runNpm(['install', ...options, join(home, packed.filename)], home);
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function runNpm(args, cwd) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * Runs all commands on one Node version, in a new folder inside that of the installed package. Returns the failures.
 *
 * @param {string} major
 * @returns {Promise<string[]>}
 */
async function runOn(major) {
  const cwd = join(home, `node-${major}`);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'people.yaml'), people);
  writeFileSync(join(cwd, 'program.mjs'), program);
  const cli = join(home, 'node_modules/rollcall/dist/cli/main.js');
  const steps = [
    ...commands.map(({ args, ...expected }) => ({ name: args.join(' '), args: [cli, ...args], ...expected })),
    { name: 'the library', args: ['program.mjs'], exit: 0, prints: '0 0 3' },
  ];
  /** @type {string[]} */
  const failures = [];
  for (const { name, args, exit, prints } of steps) {
    const { status, stdout, stderr } = await runNode(major, args, cwd);
    if (status === exit && stdout.includes(prints)) continue;
    const expected = `expected ${exit} and a stdout with "${prints}"`;
    failures.push(`Node ${major}: ${name} exited with ${status}, ${expected}\n${stdout}${stderr}`);
  }
  process.stdout.write(`Node ${major}: ${steps.length} steps, ${failures.length} failed\n`);
  return failures;
}

/**
 * Runs the simulator with HubSpot's newest client on Node 24: the client does not support the oldest Node of rollcall.
 * Returns the failures.
 *
 * @returns {Promise<string[]>}
 */
async function runNewestClient() {
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/simulator/hubspot-client.test.ts'];
  const { status, stdout, stderr } = await runNode('24', args, root);
  process.stdout.write(`Node 24: HubSpot's client, ${status === 0 ? '0' : '1'} failed\n`);
  return status === 0 ? [] : [`Node 24: HubSpot's client\n${stdout}${stderr}`];
}

/**
 * Runs a command on a Node version.
 *
 * @param {string} major
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function runNode(major, args, cwd) {
  const child = spawn(binaryOf(major), args, {
    cwd,
    // Compiled code goes to the test folder, and nowhere with Node 26: a folder that cannot be written is ignored.
    env: { ...process.env, CI: 'true', XDG_CACHE_HOME: major === '26' ? '/dev/null' : join(home, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

/**
 * Returns the path of a Node version. The npm package `node` contains the binary, so no other registry is needed.
 *
 * @param {string} major
 */
function binaryOf(major) {
  const known = binaries.get(major);
  if (known !== undefined) return known;
  const path = execFileSync('npx', ['-y', `node@${major}`, '-p', 'process.execPath'], {
    encoding: 'utf8',
  }).trim();
  binaries.set(major, path);
  return path;
}
