/** Two sequences of the files that share one history by `replaces`, as docs/decisions/024 decides. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcall } from './rollcall.ts';

const target = (key: string, id: string, members: string): string =>
  `  ${key}: { id: ${id}, sender: maria@acme.example, members: [${members}], unenroll: { workflow: 7781 } }\n`;

function folder(...targets: readonly string[]) {
  const text = (lines: readonly string[]): string =>
    `version: 1\nportal: simulated\nsequences:\n${lines.join('')}`;
  const cwd = folderWith({ 'enrollments.yaml': text(targets) });
  return {
    run: (line: string) => rollcall(line.split(' '), { cwd }),
    write: (...lines: readonly string[]) => writeFileSync(join(cwd, 'enrollments.yaml'), text(lines)),
  };
}

const replacing = '5510022, replaces: "5510021"';
const ana = 'ana@northwind.example';
const bo = 'bo@northwind.example';

describe('two sequences that share one history', () => {
  it('do not unenroll the members of each other', async () => {
    const { run } = folder(target('q4', replacing, ana), target('classic', '5510021', bo));
    expect(await run('apply --auto-approve')).toMatchObject({ exit: 0 });
    expect(await run('plan --detailed-exitcode')).toMatchObject({ exit: 0 });
  });

  it('do not, either, when only the ledger joins them', async () => {
    const { run, write } = folder(target('q4', '5510021', ana));
    await run('apply --auto-approve');
    write(target('q4', replacing, ana));
    await run('apply --auto-approve --new-ledger');
    write(target('q4', '5510022', ana), target('classic', '5510021', bo));
    const { stdout } = await run('apply --auto-approve');
    expect(stdout).not.toContain('no longer declared');
    expect(stdout).toContain('1 done + 0 failed');
    const after = await run('plan --detailed-exitcode');
    expect(after).toMatchObject({ exit: 0 });
    expect(after.stdout).not.toContain('no longer declared');
  });
});
