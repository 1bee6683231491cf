import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { InitResult, NewFile } from '../../commands/init.ts';
import { writeSharedFile } from '../../disk/write-file.ts';
import { Failure } from '../../model/failure.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { renderJson } from '../../render/json/entries.ts';
import { installedSchema } from '../../schema/write/editor-line.ts';
import { createAsk } from '../prompt.ts';
import { exampleLines, type Verb } from './verb.ts';

export const initVerb: Verb = (parser, act) =>
  parser.command(
    'init',
    'Create the first configuration file, a .gitignore and a CI pipeline',
    (on) =>
      on
        .option('portal', {
          type: 'string',
          requiresArg: true,
          describe: 'The account: {simulated|<id>} (default: ask on a terminal, or "simulated")',
        })
        .option('ci', {
          choices: ['github', 'gitlab', 'none'] as const,
          requiresArg: true,
          describe:
            'Also create the pipeline of {github|gitlab|none} (default: ask on a terminal, or "none")',
        })
        .option('ledger', {
          type: 'string',
          requiresArg: true,
          describe: 'The <address> of the ledger: a file, or a postgres:// address to share with a team',
        })
        .example(
          exampleLines([
            ['init', 'Answer three questions'],
            ['init --portal simulated --ci none', 'Try rollcall with the simulator'],
            ['init --portal 1234567 --ci github', 'Add a GitHub pipeline'],
          ]),
        ),
    act(async (args, session) => {
      const { findExistingLedger, init } = await import('../../commands/init.ts');
      const { ledgers } = session.accountDeps({});
      return init(args, {
        ledgerAt: (location) => findExistingLedger(ledgers, location),
        ...createAsk({ input: process.stdin, output: process.stderr }),
        read: readIfExists,
        write: writeSharedFile,
        ciFiles: readPackagedCiFiles,
        show: (result) => session.print(renderInitResult(result, args.format)),
      });
    }),
  );

function renderInitResult({ written, extended, next }: InitResult, format: string): string {
  if (format === 'json') return renderJson({ formatVersion: outputFormatVersion, written, extended, next });
  const lines = [
    ...written.map((path) => `Wrote ${path}`),
    ...extended.map((path) => `Added ignore rules to ${path}`),
    '',
    ...next,
    ...(existsSync(installedSchema) ? [] : ['', schemaHint]),
  ];
  return `${lines.join('\n')}\n`;
}

const schemaHint = `For completion in your editor, run: npm install --save-dev rollcall
Or run: rollcall schema > rollcall.schema.json, and name that file in the first line.`;

async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    if (code === 'ENOENT') return undefined;
    throw new Failure({
      code: 'file-read',
      message: `${path} exists and cannot be read (${code}). rollcall init overwrites no file, and created none.`,
      help: `Move ${path}, or make it readable for this user.`,
      cause: error,
    });
  }
}

/** The folder that each CI system reads its files from. */
const ciFolders = { github: '.github/workflows/', gitlab: '' } as const;

/** Returns the packaged pipeline files of a CI system, at the paths where the system reads them. */
async function readPackagedCiFiles(ci: keyof typeof ciFolders): Promise<readonly NewFile[]> {
  const examples = new URL(`../../../examples/ci/${ci}/`, import.meta.url);
  const names = (await readdir(examples)).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      path: `${ciFolders[ci]}${name}`,
      text: await readFile(new URL(name, examples), 'utf8'),
    })),
  );
}
