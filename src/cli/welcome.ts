import { existsSync } from 'node:fs';
import { hasErrors } from '../model/results/diagnostic.ts';
import { loadConfiguration } from '../schema/load-configuration.ts';
import { diskFiles } from '../disk/read-files.ts';
import type { Environment } from '../runtime/environment.ts';
import { Failure } from '../model/failure.ts';
import { ledgerSetting } from '../runtime/ledger-setting.ts';

type NextStep = readonly [command: string, description: string];

interface FolderState {
  readonly summary: string;
  readonly steps: readonly NextStep[];
}

/** Returns the state of the working folder and the next commands for it. Reads only files of the folder. */
export async function renderWelcome(env: Environment): Promise<string> {
  const { summary, steps } = await inspectFolder(env);
  const all: readonly NextStep[] = [...steps, ['rollcall help', 'Show all commands']];
  const width = Math.max(...all.map(([command]) => command.length));
  const lines = all.map(([command, description]) => `  ${command.padEnd(width)}  ${description}`);
  return `rollcall: enrollments as code for HubSpot.\n\n${summary}\n\n${lines.join('\n')}\n`;
}

const configurationFile = 'enrollments.yaml';

async function inspectFolder(env: Environment): Promise<FolderState> {
  if (!existsSync(configurationFile)) {
    return {
      summary: `This folder has no ${configurationFile}. Create one first:`,
      steps: [['rollcall init', 'Create a configuration file; sends nothing']],
    };
  }
  const { desired, diagnostics } = await loadConfiguration({ paths: [configurationFile], files: diskFiles });
  if (!desired || hasErrors(diagnostics)) {
    return {
      summary: `${configurationFile} is not valid yet.`,
      steps: [['rollcall validate', 'Show each problem with its place and next step']],
    };
  }
  const account = desired.portal === 'simulated' ? 'the simulated account' : `account ${desired.portal}`;
  if (desired.portal !== 'simulated' && (env['HUBSPOT_ACCESS_TOKEN'] ?? '') === '') {
    return {
      summary: `${configurationFile} is for ${account}, and HUBSPOT_ACCESS_TOKEN is not set.`,
      steps: [['rollcall doctor', 'Show the required token']],
    };
  }
  try {
    const { place, isFile } = ledgerSetting(desired, env).place;
    if (!isFile || existsSync(place))
      return { summary: `${configurationFile} is for ${account}.`, steps: usualSteps };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { summary: error.message, steps: [['rollcall doctor', error.help]] };
  }
  const first = desired.portal === 'simulated' ? 'rollcall apply' : 'rollcall apply --new-ledger';
  return {
    summary: `${configurationFile} is for ${account}. No apply has run in this folder yet.`,
    steps: [
      ['rollcall plan', 'Show the changes that apply would make; only reads'],
      [first, 'Make the changes; asks first'],
    ],
  };
}

const usualSteps: readonly NextStep[] = [
  ['rollcall plan', 'Show the changes that apply would make; only reads'],
  ['rollcall apply', 'Make the changes; asks first'],
  ['rollcall drift', 'Show what changed in the account since'],
  ['rollcall history', 'Show enrollments with contact, time and actor'],
];
