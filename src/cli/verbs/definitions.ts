import type { Argv } from 'yargs';
import type { TargetSelection } from '../../commands/definitions/select-targets.ts';
import { type Kind, sectionOf } from '../../model/target.ts';
import { accountOptions, configOption, type GlobalFlags } from '../flags.ts';
import { exampleLines, type MakeHandler, type Verb } from './verb.ts';

export const workflowsVerb: Verb = (parser, act) =>
  parser.command(
    'workflows',
    'Pull what workflows do into files, show edits, or write a template; only reads',
    (on) =>
      newVerb(diffVerb(pullVerb(on, act, 'workflow'), act, 'workflow'), act)
        .example(
          exampleLines([
            ['workflows pull', 'Write a file for each workflow of the files'],
            ['workflows diff', 'Show edits in HubSpot; exits with 2 if there are any'],
            ['workflows new drip', 'Print a template'],
          ]),
        )
        .demandCommand(1, 'A subcommand is required: pull, diff or new.'),
    () => undefined,
  );

export const sequencesVerb: Verb = (parser, act) =>
  parser.command(
    'sequences',
    'Pull what sequences do into files, or show edits; only reads',
    (on) =>
      diffVerb(pullVerb(on, act, 'sequence'), act, 'sequence')
        .example(
          exampleLines([
            ['sequences pull', 'Write a file for each sequence of the files'],
            ['sequences diff', 'Show edits in HubSpot; exits with 2 if there are any'],
          ]),
        )
        .demandCommand(1, 'A subcommand is required: pull or diff.'),
    () => undefined,
  );

const exampleKeys: Readonly<Record<Kind, string>> = { workflow: 'onboarding', sequence: 'q4-outbound' };

function pullVerb(on: Argv<GlobalFlags>, act: MakeHandler, kind: Kind): Argv<GlobalFlags> {
  const section = sectionOf(kind);
  return on.command(
    'pull [targets..]',
    `Write what ${section} do to YAML files, one for each`,
    (with_) =>
      with_
        .positional('targets', targetsOption(section))
        .options({ ...accountOptions, config: configOption })
        .option('all', {
          type: 'boolean',
          default: false,
          describe: `Pull every ${kind} of the account`,
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: `Write to <folder> what has no "definition" in the files (default "${section}")`,
        })
        .option('force', {
          type: 'boolean',
          default: false,
          describe: 'Overwrite local edits of definition files',
        })
        .example(
          exampleLines([
            [`${section} pull`, `Pull the ${section} of the files`],
            [`${section} pull ${exampleKeys[kind]}`, 'Pull one'],
            [`${section} pull --all`, `Pull every ${kind} of the account`],
          ]),
        ),
    act(async (args, session) => {
      const { pull } = await import('../../commands/definitions/pull.ts');
      return pull({ ...selectionOf(args, kind), force: args.force }, session.definitionDeps(args));
    }),
  );
}

function diffVerb(on: Argv<GlobalFlags>, act: MakeHandler, kind: Kind): Argv<GlobalFlags> {
  const section = sectionOf(kind);
  return on.command(
    'diff [targets..]',
    `Show edits of ${section} in HubSpot since they were pulled; exits with 2 if there are any`,
    (with_) =>
      with_
        .positional('targets', targetsOption(section))
        .options({ ...accountOptions, config: configOption })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: `The <folder> of files that have no "definition" in the files (default "${section}")`,
        })
        .example(
          exampleLines([
            [`${section} diff`, `Compare the ${section} of the files`],
            [`${section} diff ${exampleKeys[kind]}`, 'Compare one'],
          ]),
        ),
    act(async (args, session) => {
      const { diffDefinitions } = await import('../../commands/definitions/diff.ts');
      return diffDefinitions(selectionOf({ ...args, all: false }, kind), session.definitionDeps(args));
    }),
  );
}

function newVerb(on: Argv<GlobalFlags>, act: MakeHandler): Argv<GlobalFlags> {
  return on.command(
    'new <template>',
    'Write a template of a workflow; needs no account',
    (with_) =>
      with_
        .positional('template', {
          choices: ['unenroll', 'exit', 'drip', 'list-fed'] as const,
          demandOption: true,
          describe: 'The workflow: unenroll, exit, drip or list-fed',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'Write to <file>, which must not exist yet (default: print)',
        })
        .example(
          exampleLines([
            ['workflows new unenroll', 'The workflow that ends sequences'],
            ['workflows new drip --out workflows/drip.yaml', 'Save the file'],
          ]),
        ),
    act(async (args, session) => {
      const { newDefinition } = await import('../../commands/definitions/new.ts');
      return newDefinition(args, session.definitionDeps({}));
    }),
  );
}

function targetsOption(section: string) {
  return {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: `Keys of the files, or HubSpot ids (default: the ${section} of the files)`,
  } as const;
}

interface SelectionFlags {
  readonly targets: readonly string[];
  readonly config: readonly string[];
  readonly all: boolean;
  readonly out: string | undefined;
  readonly dialect: TargetSelection['dialect'];
}

function selectionOf({ targets, config, all, out, dialect }: SelectionFlags, kind: Kind): TargetSelection {
  return { kind, names: targets, paths: config, all, folder: out ?? sectionOf(kind), dialect };
}
