import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { version } from '../../src/runtime/environment.ts';
import { blocksOf, textOf } from '../docs/blocks.ts';
import { packIntoProject } from './packed.ts';

const exec = promisify(execFile);
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const packed = packIntoProject();
afterAll(packed.remove);

/** Matches every file of the package. */
const expectedPaths = [
  /^(?:package\.json|README\.md|LICENSE|action\.yml)$/u,
  /^dist\/(?:chunks\/[\w-]+\.c?js|cli\/main\.js|lib\/index\.js)$/u,
  /^dist\/(?:lib|model)\/[\w/-]+\.d\.ts$/u,
  /^dist\/(?:ci-lock\.json|licenses\.txt)$/u,
  /^dist\/schema\/(?:rollcall|story)\.schema\.json$/u,
  /^dist\/schema\/definition\/definition\.schema\.json$/u,
  /^dist\/render\/json\/output\.schema\.json$/u,
  /^ci\/[\w-]+\.mjs$/u,
  /^examples\/ci\/github(?:-fleet)?\/rollcall-(?:plan|apply|drift)\.yml$/u,
  /^examples\/ci\/gitlab(?:-fleet)?\/\.gitlab-ci\.yml$/u,
  /^examples\/ci\/kubernetes\/rollcall\.yaml$/u,
];

describe('the package', () => {
  it('contains the files that it needs and no others', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !expectedPaths.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(expectedPaths.filter((pattern) => !paths.some((path) => pattern.test(path)))).toEqual([]);
    for (const required of ['dist/cli/main.js', 'dist/lib/index.js', 'dist/lib/index.d.ts', 'ci/main.mjs']) {
      expect(paths).toContain(required);
    }
  });

  it('stays small', () => {
    expect(packed.size).toBeLessThan(1_100_000);
    expect(packed.unpackedSize).toBeLessThan(4_800_000);
  });

  it('contains no path of the machine that built it', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const withBuildPath = packed.files.filter(({ path }) =>
      readFileSync(join(packed.project, 'node_modules/rollcall', path), 'utf8').includes(root),
    );
    expect(withBuildPath).toEqual([]);
  });

  it('has a command that runs', async () => {
    const cli = join(packed.project, 'node_modules/rollcall/dist/cli/main.js');
    expect(packed.files.find(({ path }) => path === 'dist/cli/main.js')?.mode).toBe(0o755);
    const { stdout } = await exec(cli, ['--version'], { cwd: packed.project });
    expect(stdout).toBe(`${version()}\n`);
  });
});

const documented = blocksOf(textOf('docs/ci.md')).filter(({ language }) => language === 'ts');

const consumer = `import { createRollcall, RollcallError } from 'rollcall';
import type { Applied, ApplyOptions, Diagnostic, Plan, Report, RollcallOptions, RunEvent } from 'rollcall';

const events: RunEvent[] = [];
const options: RollcallOptions = { onEvent: (event) => void events.push(event) };
const rollcall = createRollcall(options);
const { valid, config, diagnostics } = await rollcall.validate('enrollments.yaml');
const errors: readonly Diagnostic[] = diagnostics.filter(({ severity }) => severity === 'error');
const limited: ApplyOptions = { limits: { enroll: 100 } };
const plan: Plan = await rollcall.plan(['enrollments.yaml'], limited);
const enrolls = plan.changes.filter((change) => change.action === 'enroll');
const senders: readonly (string | undefined)[] = enrolls.map(({ sender }) => sender);
const applied: Applied = await rollcall.apply(plan, { ...limited, expect: plan.planId });
const report: Report = applied.report;
export const result = {
  valid: valid && config !== undefined && errors.length === 0,
  people: plan.summary.people,
  senders: senders.length,
  done: report.counts.done,
  finished: events.at(-1)?.event,
};
export const refused: string = await rollcall.plan('real.yaml').then(
  () => 'nothing',
  (error: unknown) => (error instanceof RollcallError ? error.code : 'something else'),
);
// @ts-expect-error no such option
void rollcall.plan('enrollments.yaml', { file: 'enrollments.yaml' }).catch(() => undefined);
`;

describe('a program in TypeScript', () => {
  it('compiles against the package with strict settings and without @types/node, and runs', async () => {
    const { project } = packed;
    const settings = {
      compilerOptions: {
        target: 'es2023',
        lib: ['es2023'],
        types: [],
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
        skipLibCheck: false,
      },
      files: ['consumer.ts', 'documented.ts'],
    };
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(settings));
    writeFileSync(join(project, 'consumer.ts'), consumer);
    expect(documented).toHaveLength(1);
    writeFileSync(join(project, 'documented.ts'), documented[0]?.text ?? '');
    writeFileSync(join(project, 'enrollments.yaml'), simulated);
    writeFileSync(join(project, 'real.yaml'), simulated.replace('simulated', '12345678'));
    writeFileSync(
      join(project, 'main.mjs'),
      `import { line } from './documented.js';
import { refused, result } from './consumer.js';
console.log(JSON.stringify({ ...result, refused, line }));
`,
    );
    const compiled = await exec(process.execPath, [tsc, '-p', '.'], { cwd: project }).catch(
      (error: { stdout?: string }) => ({ stdout: error.stdout }),
    );
    expect(compiled.stdout).toBe('');
    const ran = await exec(process.execPath, ['main.mjs'], { cwd: project });
    expect(JSON.parse(ran.stdout)).toEqual({
      valid: true,
      people: 2,
      senders: 2,
      done: 2,
      finished: 'run-finished',
      refused: 'token-missing',
      line: '2 changes, 4 emails',
    });
    expect(ran.stderr).toBe('');
  });
});

const simulated = `version: 1
portal: simulated
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [gus@contoso.example, hanna@adatum.example]
`;
