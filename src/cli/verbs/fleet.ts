import type { FleetAccount } from '../../commands/repository/fleet.ts';
import { Failure } from '../../model/failure.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { renderJson } from '../../render/json/entries.ts';
import { padTo } from '../../render/text/layout.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import { exampleLines, type Verb } from './verb.ts';

export const fleetVerb: Verb = (parser, act) =>
  parser.command(
    'fleet',
    'List the accounts of a repository with several HubSpot accounts',
    (on) =>
      on
        .command(
          'list [folder]',
          'List the accounts: one subfolder each, with its portal and the name of its token variable',
          (with_) =>
            with_
              .positional('folder', {
                type: 'string',
                default: 'accounts',
                describe: 'The folder with one subfolder for each account',
              })
              .option('index', {
                type: 'number',
                requiresArg: true,
                describe: 'Print only the folder of account <n>, counted from 0: for a job with an index',
              })
              .example(
                exampleLines([
                  ['fleet list', 'List the accounts in accounts/'],
                  ['fleet list --format json', 'Print the matrix for a CI system'],
                ]),
              ),
          act(async (args, session) => {
            const { listFleet } = await import('../../commands/repository/fleet.ts');
            const { files, view } = session.readDeps();
            const show = (accounts: readonly FleetAccount[]): void =>
              session.print(render(accounts, { json: args.format === 'json', index: args.index }));
            return listFleet(args.folder, { files, view, show });
          }),
        )
        .example(exampleLines([['fleet list', 'List the accounts in accounts/']]))
        .demandCommand(1, 'A subcommand is required: list.'),
    () => undefined,
  );

function render(
  accounts: readonly FleetAccount[],
  { json, index }: { readonly json: boolean; readonly index: number | undefined },
): string {
  const shown = index === undefined ? accounts : [accountAt(accounts, index)];
  if (json) return renderJson({ formatVersion: outputFormatVersion, accounts: shown });
  return index === undefined ? renderFleet(accounts) : `${shown[0]?.folder}\n`;
}

function accountAt(accounts: readonly FleetAccount[], index: number): FleetAccount {
  const account = accounts[index];
  if (account) return account;
  throw new Failure({
    code: 'bad-flag',
    message: `--index ${index} is not an account: there are ${accounts.length}, counted from 0.`,
    help: `Use 0 to ${accounts.length - 1}. In Kubernetes, set \`completions\` to ${accounts.length}.`,
  });
}

function renderFleet(accounts: readonly FleetAccount[]): string {
  const rows = [
    ['ACCOUNT', 'PORTAL', 'TOKEN', 'FOLDER'],
    ...accounts.map(({ name, portal, token, folder, files }) => [
      name,
      files === null ? 'invalid file' : String(portal),
      portal === null ? 'unknown' : token,
      safeLine(folder),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) => row.map((cell, column) => padTo(cell, widths[column] ?? 0)).join('  '));
  const invalid = accounts.filter(({ files }) => files === null);
  return `${[
    ...lines,
    '',
    `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}`,
    ...invalid.map(({ folder }) => `Invalid file: rollcall validate ${safeLine(folder)}`),
  ].join('\n')}\n`;
}
