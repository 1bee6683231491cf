import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs a command whose reader closes the pipe after one byte. */
function runWithClosedPipe(command: string, cwd: string) {
  const script = `set -o pipefail; "${process.execPath}" "${main}" ${command} | head -c 1 > /dev/null`;
  return spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' });
}

describe('a command whose output pipe is closed', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'pipe-'));
  const members = Array.from({ length: 3_000 }, (_none, index) => `      - p${index}@nowhere.example`);
  writeFileSync(
    join(cwd, 'enrollments.yaml'),
    [
      'version: 1',
      'portal: simulated',
      'sequences:',
      '  q4: { id: 5510021, sender: maria@acme.example, members: *all }',
      'audiences:',
      '  all: [ana@northwind.example]',
    ]
      .join('\n')
      .replace('*all', `[${members.map((line) => line.trim().slice(2)).join(', ')}]`),
  );

  it.each(['schema', 'plan --format json', 'plan --full', 'apply --auto-approve --format json'])(
    'finishes %s with its own exit code',
    (command) => {
      const { status, stderr } = runWithClosedPipe(command, cwd);
      expect(stderr).not.toMatch(/EPIPE|internal|node:/u);
      expect(status).toBe(0);
    },
  );
});
