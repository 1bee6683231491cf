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
    "Write the account's active enrollments as a file; only reads",
    (on) =>
      on
        .options(accountOptions)
        .option('portal', {
          type: 'string',
          requiresArg: true,
          describe: '"simulated", or the account id that the token must belong to',
        })
        .option('sequences', { ...idsFlag, describe: 'Only these sequences, by id: 5510021,5510022' })
        .option('workflows', { ...idsFlag, describe: 'Only these workflows, by the id of the address bar' })
        .option('ledger', {
          type: 'string',
          requiresArg: true,
          describe: 'Where the ledger is: a file, or a postgres:// address without a password',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'Write to a file that does not exist yet',
        })
        .example(
          exampleLines([
            ['import --portal simulated', 'shows the file'],
            ['import --portal simulated --out imported.yaml', 'writes it'],
          ]),
        ),
    act(async (args, session) => {
      const { importEnrollments } = await import('../../commands/import.ts');
      const { dialect = 'documented', out, showEmails } = args;
      return importEnrollments(
        {
          dialect,
          out,
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
  throw badFlag('--portal', text, 'Give the number of the account, or --portal simulated.');
}

/** Ids, several of them in one flag or in several flags. */
function parseIds(flag: string, texts: readonly string[]): readonly TargetId[] {
  const parts = texts.flatMap((text) => text.split(',')).map((part) => part.trim());
  const wrong = parts.find((part) => !/^[1-9]\d{0,18}$/u.test(part));
  if (wrong !== undefined) throw badFlag(flag, wrong, `For example: ${flag} 5510021,5510022`);
  return [...new Set(parts)];
}

function badFlag(flag: string, found: string, help: string): Failure {
  return new Failure({ code: 'bad-flag', message: `${flag} does not take "${found}".`, help });
}
