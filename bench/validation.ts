import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedEmail } from '../src/simulator/seed/generate-account.ts';
import type { Row, Size } from './row.ts';
import { formatNumber, formatRatio } from './row.ts';
import { rollcall, timeCommands } from './time-commands.ts';

/** Compares the processes of `rollcall validate` and of the bare parser on the same file. */
export async function measureValidation(size: Size): Promise<readonly Row[]> {
  const [inYaml, inCsv, rounds] = size === 'quick' ? [10_000, 100_000, 1] : [100_000, 1_000_000, 3];
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  try {
    const yaml = join(folder, 'many.yaml');
    writeFileSync(yaml, `${head}    members:\n${lines(inYaml, (email) => `      - ${email}\n`)}`);
    const [csv, including] = [join(folder, 'people.csv'), join(folder, 'including.yaml')];
    writeFileSync(csv, `email\n${lines(inCsv, (email) => `${email}\n`)}`);
    writeFileSync(
      including,
      `audiences:\n  all: [{ file: people.csv }]\n${head}    members: [{ audience: all }]\n`,
    );
    return [
      await row(`\`validate\` on ${formatNumber(inYaml)} members in YAML, against the bare parser`, {
        rounds,
        file: yaml,
        bare: './bare-yaml.js',
        read: yaml,
        target: 1.5,
      }),
      await row(`\`validate\` on ${formatNumber(inCsv)} members in CSV, against the bare parser`, {
        rounds,
        file: including,
        bare: './bare-csv.js',
        read: csv,
        target: 1.4,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function row(
  what: string,
  {
    rounds,
    file,
    bare,
    read,
    target,
  }: {
    readonly rounds: number;
    readonly file: string;
    readonly bare: string;
    readonly read: string;
    readonly target: number;
  },
): Promise<Row> {
  const module = fileURLToPath(new URL(bare, import.meta.url));
  const [ours = 0, parser = 0] = await timeCommands(
    [
      [rollcall, 'validate', file],
      [module, read],
    ],
    rounds,
  );
  const ratio = ours / parser;
  return {
    what,
    target: `at most ${target} ×`,
    measured: `${formatRatio(ratio)} (${(ours / 1000).toFixed(2)} s against ${(parser / 1000).toFixed(2)} s)`,
    ok: ratio <= target,
  };
}

const head = `version: 1
portal: simulated
sequences:
  q4:
    id: 5510021
    sender: maria@acme.example
`;

function lines(count: number, line: (email: string) => string): string {
  return Array.from({ length: count }, (_none, index) => line(generatedEmail(index))).join('');
}
