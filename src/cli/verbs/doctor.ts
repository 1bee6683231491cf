import { accountOptions, filesOption, pipelineOptionsFromFlags } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const doctorVerb: Verb = (parser, act) =>
  parser.command(
    'doctor [files..]',
    'Check the token, scopes, senders, ids, routes and the ledger; only reads',
    (on) =>
      on
        .positional('files', filesOption)
        .options(accountOptions)
        .option('unenroll-workflow', {
          type: 'boolean',
          default: false,
          describe: 'Explain how to build an unenroll workflow for sequences',
        })
        .option('verbose', { type: 'boolean', default: false, describe: 'List passed checks, too' })
        .example(
          exampleLines([
            ['doctor', 'Check the account of enrollments.yaml'],
            ['doctor --unenroll-workflow', 'Show the guide; needs no files'],
          ]),
        ),
    act(async (args, session) => {
      const { doctor } = await import('../../commands/doctor.ts');
      return doctor(
        { ...pipelineOptionsFromFlags(args), unenrollWorkflow: args.unenrollWorkflow, verbose: args.verbose },
        session.accountDeps(args),
      );
    }),
  );
