import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { InitResult } from '../../commands/repository/init.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { renderJson } from '../../render/json/entries.ts';
import { packageFolder } from '../../runtime/environment.ts';
import { installedSchema } from '../../schema/write/editor-line.ts';
import type { NewFile } from '../../schema/write/init-files.ts';
import { createAsk } from '../prompt.ts';
import { readIfExists, writeNewFile } from '../repository-files.ts';
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
        .option('fleet', {
          type: 'boolean',
          default: false,
          describe:
            'Write the account into its own folder in accounts/, and the pipeline for several accounts',
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
            ['init --fleet --portal 1234567', 'Add an account to a fleet'],
          ]),
        ),
    act(async (args, session) => {
      const { findExistingLedger, fleetFolder, init } = await import('../../commands/repository/init.ts');
      const { accountFolders } = await import('../../commands/repository/fleet.ts');
      const { packTool } = await import('../../runtime/pack-tool.ts');
      const { ledgers } = session.accountDeps({});
      return init(args, {
        ledgerAt: (location) => findExistingLedger(ledgers, location),
        ...createAsk({ input: process.stdin, output: process.stderr }),
        read: readIfExists,
        write: writeNewFile,
        ciFiles: readPackagedCiFiles,
        accounts: () => accountFolders(fleetFolder, session.readDeps().files),
        packTool,
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

const schemaHint = `For completion in your editor, run: rollcall schema > rollcall.schema.json
Then name that file in the first line.`;

/** The folder that each CI system reads its files from. */
const ciFolders = { github: '.github/workflows/', gitlab: '' } as const;

/**
 * Returns the packaged pipeline files of a CI system, at the paths where the system reads them. With the names of
 * accounts, those of a fleet: GitLab needs the names in the file, GitHub lists them in the first job.
 */
async function readPackagedCiFiles(
  ci: keyof typeof ciFolders,
  accounts: readonly string[] | undefined,
): Promise<readonly NewFile[]> {
  const folder = accounts === undefined ? ci : `${ci}-fleet`;
  const examples = new URL(`examples/ci/${folder}/`, packageFolder);
  const names = (await readdir(examples)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, examples), 'utf8');
      const content =
        accounts === undefined
          ? text
          : text.replace('["eu", "us"]', () => JSON.stringify(accounts).replaceAll(',', ', '));
      return { path: `${ciFolders[ci]}${name}`, content };
    }),
  );
}
