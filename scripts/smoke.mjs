// Packs the package, installs it into an empty folder as a user would, and runs it on every Node version that
// it promises to work on. Needs the npm registry.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const home = mkdtempSync(join(tmpdir(), 'rollcall-smoke-'));
const [here] = process.versions.node.split('.');
const versions = [here, ...['20', '22', '24', '26'].filter((one) => one !== here)];

/** Short, and one of every edge: the files, the simulator over HTTP, the ledger's native database. */
const story = [
  { args: ['--version'], exit: 0, prints: version },
  { args: ['init', '--portal', 'simulated', '--ci', 'github'], exit: 0, prints: 'rollcall-apply.yml' },
  { args: ['validate'], exit: 0, prints: 'Valid' },
  { args: ['plan', 'people.yaml', '--detailed-exitcode'], exit: 2, prints: 'will email 2 people' },
  { args: ['apply', 'people.yaml', '--auto-approve'], exit: 0, prints: '2 done' },
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

const program = `import { loadConfig, plan } from 'rollcall';
const { diagnostics } = await loadConfig({ files: ['people.yaml'] });
const { exitCode, plan: made } = await plan({ files: ['people.yaml'] });
console.log(diagnostics.length, exitCode, made.unchanged.length);
`;

try {
  install();
  const failures = versions.flatMap((one) => failuresOn(one));
  for (const failure of failures) process.stdout.write(`${failure}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}

function install() {
  const quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
  const [{ filename }] = JSON.parse(execFileSync('npm', pack, { ...quiet, cwd: root }));
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'];
  execFileSync('npm', ['install', ...options, join(home, filename)], { ...quiet, cwd: home });
}

/** Runs the story on one version in a folder of its own, below the installed package. */
function failuresOn(major) {
  const cwd = join(home, `node-${major}`);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'people.yaml'), people);
  writeFileSync(join(cwd, 'program.mjs'), program);
  const cli = join(home, 'node_modules/rollcall/dist/cli/main.js');
  const steps = [
    ...story.map(({ args, ...expected }) => ({ name: args.join(' '), args: [cli, ...args], ...expected })),
    { name: 'the library', args: ['program.mjs'], exit: 0, prints: '0 0 3' },
  ];
  const failures = steps.flatMap(({ name, args, exit, prints }) => {
    const ran = runNode(major, args, cwd);
    if (ran.status === exit && ran.stdout.includes(prints)) return [];
    return [`Node ${major}: ${name} exited ${ran.status}, not ${exit}\n${ran.stdout}${ran.stderr}`];
  });
  process.stdout.write(`Node ${major}: ${steps.length} steps, ${failures.length} failed\n`);
  return failures;
}

/** The npm package `node` carries the binary: no other registry is needed. */
function runNode(major, args, cwd) {
  const command = major === here ? [process.execPath] : ['npx', '-y', `node@${major}`];
  const [program_, ...before] = command;
  return spawnSync(program_, [...before, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
  });
}
