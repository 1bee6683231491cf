import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../src/schema/definition/parse-definition.ts';
import { templateNames } from '../../src/schema/definition/templates.ts';
import { textOf } from '../docs/blocks.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const configuration = `version: 1
portal: simulated
sequences:
  q4-outbound: { id: 5510021, sender: maria@acme.example, definition: defs/q4.yaml }
workflows:
  onboarding: { id: 900100 }
  newsletter: { id: 900200 }
`;

function folder(files: Readonly<Record<string, string>> = {}) {
  const cwd = folderWith({ 'enrollments.yaml': configuration, ...files });
  return {
    cwd,
    run: (line: string) => rollcallInProcess(line.split(' '), { cwd }),
    edit: async (id: string, edit: string) => {
      const args = ['simulator', 'act', 'edit-target', id, '--with', edit];
      expect(await rollcallInProcess(args, { cwd })).toMatchObject({ exit: 0 });
    },
    read: (path: string) => readFileSync(join(cwd, path), 'utf8'),
    write: (path: string, text: string) => writeFileSync(join(cwd, path), text),
  };
}

describe('pull', () => {
  it('writes a file for each target, and the same bytes again', async () => {
    const { cwd, run, read } = folder();
    const first = await run('workflows pull');
    expect(first).toMatchObject({ exit: 0, stderr: '' });
    expect(first.stdout).toBe('+ workflows/onboarding.yaml\n+ workflows/newsletter.yaml\n2 files: 2 new\n');
    expect(statSync(join(cwd, 'workflows/onboarding.yaml')).mode & 0o044).toBe(0o044);
    const text = read('workflows/onboarding.yaml');
    expect(text).toContain('name: Onboarding\nenroll: manual\nreEnroll: true\nsuppressionLists: [ 620 ]\n');
    const [, shown = ''] = /^```text\n(definition: .*?)```$/msu.exec(textOf('docs/definitions.md')) ?? [];
    expect(text.replaceAll(/^#.*\n/gmu, '')).toBe(shown);
    expect((await run('workflows pull')).stdout).toBe('2 files: 2 unchanged\n');
    expect(read('workflows/onboarding.yaml')).toBe(text);
    expect((await run('sequences pull')).stdout).toBe('+ defs/q4.yaml\n1 file: 1 new\n');
    expect(read('defs/q4.yaml')).toContain('    step: email\n    after: 3 days\n');
  });

  it('selects by key, address or id, and all with names from HubSpot', async () => {
    const { run } = folder();
    expect((await run('workflows pull onboarding workflows.onboarding 900100')).stdout).toBe(
      '+ workflows/onboarding.yaml\n1 file: 1 new\n',
    );
    const all = await run('workflows pull --all');
    expect(all.stdout).toContain('+ workflows/leave-sequence-7781.yaml\n');
    expect(all.stdout).toContain('8 files: 7 new, 1 unchanged\n');
    const unknown = await run('workflows pull onbording');
    expect(unknown).toMatchObject({ exit: 1, stdout: '' });
    expect(unknown.stderr).toContain('Did you mean onboarding?');
    const missing = await run('workflows pull 12');
    expect(missing).toMatchObject({ exit: 1 });
    expect(missing.stdout).toContain('! workflow 12 does not exist');
  });

  it('says what an update changes, and keeps local edits', async () => {
    const { run, edit, read, write } = folder();
    await run('workflows pull');
    await edit('900100', 'delay:2=5d');
    const updated = await run('workflows pull');
    expect(updated).toMatchObject({ exit: 0 });
    expect(updated.stdout).toBe(
      '~ workflows/onboarding.yaml\n    delay 2: 7 days → 5 days\n2 files: 1 updated, 1 unchanged\n',
    );
    expect(read('workflows/onboarding.yaml')).toContain('delay: 5 days');

    const commented = read('workflows/newsletter.yaml').replace('reEnroll', '# approved by legal\nreEnroll');
    write('workflows/newsletter.yaml', commented);
    expect((await run('workflows pull')).stdout).toBe('2 files: 2 unchanged\n');

    await edit('900200', 'delay:2=10d');
    const kept = await run('workflows pull');
    expect(kept).toMatchObject({ exit: 1 });
    expect(kept.stdout).toContain(
      '! workflows/newsletter.yaml has edits that HubSpot does not have\n    delay 2: 30 days → 10 days\n',
    );
    expect(read('workflows/newsletter.yaml')).toBe(commented);
    expect((await run('workflows pull --force')).stdout).toContain('~ workflows/newsletter.yaml');
    expect(read('workflows/newsletter.yaml')).not.toContain('legal');
  });

  it('never overwrites a file that is not a definition, also with --force', async () => {
    const { run, read } = folder({ 'workflows/onboarding.yaml': 'on: push\n' });
    const ran = await run('workflows pull --force');
    expect(ran).toMatchObject({ exit: 1 });
    expect(ran.stdout).toContain('! workflows/onboarding.yaml is not a definition\n');
    expect(read('workflows/onboarding.yaml')).toBe('on: push\n');
  });

  it('keeps the file of another target, and gives no two targets one file', async () => {
    const { run, read, write } = folder();
    await run('workflows pull');
    write('workflows/newsletter.yaml', read('workflows/onboarding.yaml'));
    expect((await run('workflows pull')).stdout).toContain('was pulled from workflow 900100\n');
    write(
      'enrollments.yaml',
      configuration.replace('900100', '900100, definition: workflows/newsletter.yaml'),
    );
    const one = await run('workflows pull --force');
    expect(one.stdout).toContain('! workflows/newsletter.yaml is already the file of another target');
    const compared = await run('workflows diff newsletter');
    expect(compared.exit).toBe(3);
    expect(compared.stderr.replaceAll(/\s+/gu, ' ')).toContain('is already the file of another target');
  });

  it('writes files that exist on Windows and macOS', async () => {
    const { cwd, run, write } = folder();
    const keys = (first: string, second: string): string =>
      configuration.replace('onboarding', first).replace('newsletter', second);
    write('enrollments.yaml', keys('onb', 'Onb'));
    const pulled = await run('workflows pull');
    expect(pulled).toMatchObject({ exit: 1 });
    expect(pulled.stdout).toContain('! workflows/Onb.yaml is already the file of another target');
    expect(existsSync(join(cwd, 'workflows/Onb.yaml'))).toBe(false);
    // Windows reserves these names.
    write('enrollments.yaml', keys('con', 'Lpt1.old'));
    const reserved = await run('workflows pull');
    expect(reserved.stdout).toContain('+ workflows/900100-con.yaml\n+ workflows/900200-Lpt1.old.yaml\n');
    expect(await run('workflows diff con')).toMatchObject({ exit: 0 });
  });

  it('follows no path out of the folder, and refuses folders and links to devices', async () => {
    const { cwd, run, write } = folder({ 'workflows/onboarding.yaml/x': '' });
    symlinkSync('/dev/zero', join(cwd, 'workflows/newsletter.yaml'));
    const ran = await run('workflows pull');
    expect(ran).toMatchObject({ exit: 1 });
    expect(ran.stdout).toContain('onboarding.yaml is a folder\n');
    expect(ran.stdout).toContain('newsletter.yaml is not a regular file\n');
    write('enrollments.yaml', configuration.replace('defs/q4.yaml', '../q4.yaml'));
    expect(await run('sequences pull')).toMatchObject({ exit: 3 });
  });

  it('writes through no symbolic link that leads out of the folder', async () => {
    const outside = folderWith({ 'kept.yaml': 'definition: workflow\nformatVersion: 1\nname: Other\n' });
    const { cwd, run } = folder({ 'real/x': '' });
    symlinkSync(join(outside, 'kept.yaml'), join(cwd, 'kept.yaml'));
    symlinkSync(outside, join(cwd, 'away'));
    symlinkSync('real', join(cwd, 'near'));
    symlinkSync(join(outside, 'absent.yaml'), join(cwd, 'absent.yaml'));
    for (const out of ['away', 'away/below']) {
      const pulled = await run(`workflows pull onboarding --force --out ${out}`);
      expect(pulled).toMatchObject({ exit: 1 });
      expect(pulled.stdout).toContain('leads out of its folder through a symbolic link');
      expect(pulled.stdout).not.toContain('--force');
      expect(existsSync(join(outside, 'onboarding.yaml'))).toBe(false);
      expect(existsSync(join(outside, 'below'))).toBe(false);
    }
    expect(await run('workflows pull onboarding --out near')).toMatchObject({ exit: 0 });
    expect(existsSync(join(cwd, 'real/onboarding.yaml'))).toBe(true);
    const created = await run('workflows new drip --out absent.yaml');
    expect([created.exit, created.stderr]).toEqual([1, expect.stringContaining('symbolic link')]);
    expect(existsSync(join(outside, 'absent.yaml'))).toBe(false);
    const named = configuration.replace('{ id: 900100 }', '{ id: 900100, definition: kept.yaml }');
    writeFileSync(join(cwd, 'enrollments.yaml'), named);
    expect(await run('workflows pull onboarding --force')).toMatchObject({ exit: 1 });
    expect(readFileSync(join(outside, 'kept.yaml'), 'utf8')).toContain('name: Other');
  });

  it('checks the account before it reads, and needs a token', async () => {
    const { simulator, env } = await serverFor();
    const cwd = folderWith({
      'enrollments.yaml': configuration.replace('simulated', String(simulator.portalId + 1)),
    });
    const ran = await rollcallInProcess(['workflows', 'pull'], { cwd, env });
    expect(ran).toMatchObject({ exit: 4, stdout: '' });
    expect(existsSync(join(cwd, 'workflows'))).toBe(false);
    expect(simulator.requests()).toHaveLength(1);
    expect(await rollcallInProcess(['workflows', 'pull'], { cwd })).toMatchObject({ exit: 4 });
  });
});

describe('diff', () => {
  it('shows edits in words and as a unified diff, and exits with 2', async () => {
    const { run, edit } = folder();
    await run('workflows pull');
    await run('sequences pull');
    const same = await run('workflows diff');
    expect(same).toMatchObject({ exit: 0, stdout: '2 definitions: no differences\n' });

    await edit('900100', 'delay:2=5d');
    await edit('900100', 'set:lifecyclestage=customer');
    await edit('900100', 'unsuppress=620');
    const ran = await run('workflows diff');
    expect(ran).toMatchObject({ exit: 2, stderr: '' });
    expect(ran.stdout).toMatchSnapshot();

    await edit('5510021', 'delay:2=4d');
    const sequences = await run('sequences diff');
    expect(sequences).toMatchObject({ exit: 2 });
    expect(sequences.stdout).toContain('sequence step 2 now waits 4 days (before: 3 days)\n');

    const json = JSON.parse((await run('workflows diff onboarding --format json')).stdout);
    expect(json).toMatchObject({ targets: [{ key: 'onboarding', status: 'changed' }] });
    await run('workflows pull');
    expect(await run('workflows diff')).toMatchObject({ exit: 0 });
  });

  it('names the change of HubSpot only where the file is as it was pulled', async () => {
    const { run, edit, read, write } = folder();
    await run('workflows pull');
    await edit('900100', 'delay:2=5d');
    const path = 'workflows/onboarding.yaml';
    const pulled = await run('workflows diff onboarding --format json');
    expect(JSON.parse(pulled.stdout)).toMatchObject({ targets: [{ untouched: true }] });
    write(path, read(path).replace('80003', '80004'));
    const edited = await run('workflows diff onboarding');
    expect(edited.stdout).toMatch(/^workflows\.onboarding differs from workflows\/onboarding\.yaml\n/u);
    expect(edited.stdout).not.toContain('was pulled');
    const json = await run('workflows diff onboarding --format json');
    expect(JSON.parse(json.stdout).targets[0]).not.toHaveProperty('untouched');
  });

  it('names the next step without a file, and the places of an invalid one', async () => {
    const { run, write, read } = folder();
    const none = await run('workflows diff');
    expect(none).toMatchObject({ exit: 1, stdout: '' });
    expect(none.stderr).toContain('rollcall workflows pull onboarding');
    await run('workflows pull onboarding');
    expect(await run('workflows diff')).toMatchObject({ exit: 0 });
    expect(await run('workflows diff newsletter')).toMatchObject({ exit: 1 });
    write('workflows/onboarding.yaml', read('workflows/onboarding.yaml').replace('7 days', 'a week'));
    const invalid = await run('workflows diff');
    expect(invalid).toMatchObject({ exit: 3 });
    expect(`${invalid.stdout}${invalid.stderr}`).toContain('workflows/onboarding.yaml:13:12');
  });

  it('reports a target that was deleted', async () => {
    const { run } = folder();
    await run('workflows pull');
    await run('simulator act delete-target 900200');
    const ran = await run('workflows diff');
    expect(ran).toMatchObject({ exit: 2 });
    expect(ran.stdout).toContain('! workflows.newsletter does not exist');
  });
});

describe('new', () => {
  it.each(templateNames)(
    '%s has a name that the simulated account does not have, marked as one to fill in',
    async (name) => {
      const { run, write } = folder();
      const { stdout } = await run(`workflows new ${name}`);
      expect(stdout).toMatch(/^# Fill in: a name .*\nname: /mu);
      write('new.yaml', stdout);
      write(
        'enrollments.yaml',
        'version: 1\nportal: simulated\nworkflows:\n  one: { definition: new.yaml }\n',
      );
      const plan = await run('plan');
      expect(plan.exit).toBe(0);
      expect(plan.stdout).toContain('1 workflow to create');
    },
  );

  it('names the next step, and pull and diff wait for the id', async () => {
    const { run, write } = folder();
    write('enrollments.yaml', 'version: 1\nportal: simulated\nworkflows:\n  drip: { definition: d.yaml }\n');
    expect((await run('validate')).stderr).toContain('`rollcall workflows new drip --out d.yaml`');
    expect((await run('workflows new drip --out d.yaml')).stdout).toContain('the `definition` of a workflow');
    for (const line of ['workflows diff', 'workflows pull', 'workflows pull drip']) {
      const ran = await run(line);
      expect(ran).toMatchObject({ exit: 1, stdout: '' });
      expect(ran.stderr).toContain('workflows.drip has no `id` in the files yet.');
    }
  });

  it.each(templateNames)('writes the template %s, which can be created', async (name) => {
    const { run, read } = folder();
    const printed = await run(`workflows new ${name}`);
    expect(printed).toMatchObject({ exit: 0, stderr: '' });
    const file = `workflows/${name}.yaml`;
    const { definition, diagnostics } = parseDefinition({ file, text: printed.stdout, purpose: 'create' });
    expect(diagnostics).toEqual([]);
    expect(definition).toBeDefined();
    expect(await run(`workflows new ${name} --out ${file}`)).toMatchObject({ exit: 0 });
    expect(read(file)).toBe(printed.stdout);
    expect(await run(`workflows new ${name} --out ${file}`)).toMatchObject({ exit: 1, stdout: '' });
  });
});
