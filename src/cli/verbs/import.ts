import type { Portal } from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';
import type { TargetId } from '../../model/target.ts';
import { accountOptions } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

const idsFlag = {
  type: 'string',
  array: true,
  nargs: 1,
  requiresArg: true,
  default: [] as string[],
} as const;

export const importVerb: Verb = (parser, act) =>
  parser.command(
    'import',
    'Write the active enrollments of the account as a configuration file; only reads',
    (on) =>
      on
        .options(accountOptions)
        .option('portal', {
          type: 'string',
          requiresArg: true,
          describe: 'Require the account {simulated|<id>} (default: the account of the token)',
        })
        .option('api-version', {
          choices: ['2026-09', '2026-03', 'legacy'] as const,
          describe: 'Version of the HubSpot routes; the file gets the key "apiVersion" (default: 2026-09)',
        })
        .option('sequences', {
          ...idsFlag,
          describe: 'Import only these sequences, by <ids>: 5510021,5510022',
        })
        .option('workflows', {
          ...idsFlag,
          describe: 'Import only these workflows, by the <ids> in their URLs in HubSpot',
        })
        .option('ledger', {
          type: 'string',
          requiresArg: true,
          describe: 'The <address> of the ledger: a file, or a postgres:// address without a password',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'Write to <file>, which must not exist yet',
        })
        .example(
          exampleLines([
            ['import --portal simulated', 'Print the file'],
            ['import --portal simulated --out imported.yaml', 'Save the file'],
          ]),
        ),
    act(async (args, session) => {
      const { importEnrollments } = await import('../../commands/import.ts');
      const { dialect = 'documented', out, showEmails } = args;
      return importEnrollments(
        {
          dialect,
          out,
          apiVersion: args.apiVersion,
          ledger: args.ledger,
          showEmails,
          portal: parsePortal(args.portal),
          sequences: parseIds('--sequences', args.sequences),
          workflows: parseIds('--workflows', args.workflows),
        },
        session.accountDeps(args),
      );
    }),
  );

function parsePortal(text: string | undefined): Portal | undefined {
  if (text === undefined || text === 'simulated') return text;
  if (/^[1-9]\d{0,14}$/u.test(text)) return Number(text);
  throw badFlag('--portal', text, 'Use the id of the account, or --portal simulated.');
}

/** Returns the unique ids of repeated flags, each with one id or several separated by commas. */
function parseIds(flag: string, texts: readonly string[]): readonly TargetId[] {
  const parts = texts.flatMap((text) => text.split(',')).map((part) => part.trim());
  const invalid = parts.find((part) => !/^[1-9]\d{0,18}$/u.test(part));
  if (invalid !== undefined) throw badFlag(flag, invalid, `For example: ${flag} 5510021,5510022`);
  return [...new Set(parts)];
}

function badFlag(flag: string, found: string, help: string): Failure {
  return new Failure({ code: 'bad-flag', message: `${flag} does not take "${found}".`, help });
}
