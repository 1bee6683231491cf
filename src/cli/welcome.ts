import { existsSync } from 'node:fs';
import { hasErrors } from '../model/diagnostic.ts';
import { loadConfiguration } from '../schema/load-configuration.ts';
import { diskFiles } from '../disk/read-files.ts';
import type { Environment } from '../runtime/environment.ts';
import { Failure } from '../model/failure.ts';
import { ledgerSetting } from '../runtime/ledger-setting.ts';

type NextStep = readonly [command: string, why: string];

interface FolderState {
  readonly what: string;
  readonly steps: readonly NextStep[];
}

/** What a person may do next in this folder. Reads only files of the folder. */
export async function renderWelcome(env: Environment): Promise<string> {
  const { what, steps } = await inspectFolder(env);
  const all: readonly NextStep[] = [...steps, ['rollcall help', 'all commands']];
  const width = Math.max(...all.map(([command]) => command.length));
  const lines = all.map(([command, why]) => `  ${command.padEnd(width)}  ${why}`);
  return `rollcall: enrollments as code for HubSpot.\n\n${what}\n\n${lines.join('\n')}\n`;
}

const configurationFile = 'enrollments.yaml';

async function inspectFolder(env: Environment): Promise<FolderState> {
  if (!existsSync(configurationFile)) {
    return {
      what: `There is no ${configurationFile} in this folder. Begin with one:`,
      steps: [['rollcall init', 'write a first file; nothing is sent anywhere']],
    };
  }
  const { desired, diagnostics } = await loadConfiguration({ paths: [configurationFile], files: diskFiles });
  if (!desired || hasErrors(diagnostics)) {
    return {
      what: `${configurationFile} is not valid yet.`,
      steps: [['rollcall validate', 'every problem, its place, and what to do']],
    };
  }
  const account = desired.portal === 'simulated' ? 'the simulated account' : `account ${desired.portal}`;
  if (desired.portal !== 'simulated' && (env['HUBSPOT_ACCESS_TOKEN'] ?? '') === '') {
    return {
      what: `${configurationFile} is for ${account}, and HUBSPOT_ACCESS_TOKEN is not set.`,
      steps: [['rollcall doctor', 'what the token needs']],
    };
  }
  try {
    const { place, isFile } = ledgerSetting(desired, env).place;
    if (!isFile || existsSync(place))
      return { what: `${configurationFile} is for ${account}.`, steps: usualSteps };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { what: error.message, steps: [['rollcall doctor', error.help]] };
  }
  const first = desired.portal === 'simulated' ? 'rollcall apply' : 'rollcall apply --new-ledger';
  return {
    what: `${configurationFile} is for ${account}. Nothing was applied from here yet.`,
    steps: [
      ['rollcall plan', 'what would happen; only reads'],
      [first, 'make it so; asks first'],
    ],
  };
}

const usualSteps: readonly NextStep[] = [
  ['rollcall plan', 'what would happen; only reads'],
  ['rollcall apply', 'make it so; asks first'],
  ['rollcall drift', 'what moved in the account since'],
  ['rollcall history', 'enrollments: contact, time, actor'],
];
