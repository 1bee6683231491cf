import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CronJob } from 'kubernetes-models/batch/v1';
import { parse } from 'yaml';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { packageRoot } from './paths.ts';

const text = readFileSync(join(packageRoot, 'examples/ci/kubernetes/rollcall.yaml'), 'utf8');

it('the CronJob is valid for the schema of Kubernetes', () => {
  const check = (manifest: string): void => new CronJob(parse(manifest)).validate();
  expect(() => check(text)).not.toThrow();
  expect(() => check(text.replace('completions: 2', 'completions: two'))).toThrow('integer');
});

it('a failed account stops no other', () => {
  const { maxFailedIndexes, backoffLimitPerIndex } = parse(text).spec.jobTemplate.spec;
  // Without a maximum, Kubernetes runs every index.
  expect([maxFailedIndexes, backoffLimitPerIndex]).toEqual([undefined, 0]);
});

it('each pod continues one account', async () => {
  const file = (portal: string, members: string): string => `version: 1
portal: ${portal}
sequences:
  q4-outbound: { id: 5510021, sender: maria@acme.example, members: [${members}] }
`;
  const cwd = folderWith({
    'accounts/eu/enrollments.yaml': file('simulated', 'ana@northwind.example'),
    'accounts/us/enrollments.yaml': file('7', ''),
  });
  const apply = ['apply', 'accounts/eu', '--auto-approve', '--new-ledger'];
  // A reviewed plan.
  expect(await rollcallInProcess(['plan', 'accounts/eu', '--out', 'plan.json'], { cwd })).toMatchObject({
    exit: 0,
  });
  const applied = await rollcallInProcess([...apply.filter((word) => word !== 'accounts/eu'), 'plan.json'], {
    cwd,
  });
  expect(applied.exit, applied.stderr).toBe(0);
  mkdirSync(join(cwd, '.rollcall/ci/node_modules'), { recursive: true });
  symlinkSync(packageRoot, join(cwd, '.rollcall/ci/node_modules/rollcall'));
  const [container] = parse(text).spec.jobTemplate.spec.template.spec.containers;
  const [shell, ...args] = container.command;
  const env = { PATH: process.env['PATH'] ?? '', JOB_COMPLETION_INDEX: '0' };
  const output = execFileSync(shell, args, { cwd, env, encoding: 'utf8' });
  expect(output).toContain('No changes.');
});
