import type { Portal } from '../model/desired-state.ts';
import { Failure } from '../model/failure.ts';

export type Ci = 'github' | 'gitlab' | 'none';

/** What was said on the command line. */
export interface InitFlags {
  readonly portal?: string | undefined;
  readonly ci?: Ci | undefined;
  readonly ledger?: string | undefined;
}

export interface InitQuestions {
  /** Asks on the terminal and returns the answer; absent where there is nobody to ask. */
  readonly ask?: (question: string) => Promise<string>;
}

export interface InitChoices {
  readonly portal: Portal;
  readonly ci: Ci;
  readonly ledger: string;
}

interface Question<T> {
  readonly flag: string;
  readonly text: string;
  readonly usual: string;
  /** Nothing for an answer that makes no sense. */
  readonly read: (answer: string) => T | undefined;
  readonly expected: string;
}

const portalQuestion: Question<Portal> = {
  flag: '--portal',
  text: 'HubSpot account id, or "simulated" to try rollcall',
  usual: 'simulated',
  read: (answer) => {
    if (answer === 'simulated') return answer;
    return /^[1-9]\d{0,14}$/u.test(answer) ? Number(answer) : undefined;
  },
  expected: '`simulated` or the number of a HubSpot account',
};

const ciQuestion: Question<Ci> = {
  flag: '--ci',
  text: 'Review on "github", on "gitlab", or "none" for now',
  usual: 'none',
  read: (answer) => (['github', 'gitlab', 'none'] as const).find((one) => one === answer),
  expected: 'github, gitlab or none',
};

const ledgerQuestion: Omit<Question<string>, 'usual'> = {
  flag: '--ledger',
  text: 'Ledger file, or the postgres:// address of a team',
  read: (answer) => (answer === '' ? undefined : answer),
  expected: 'the path of a file or a postgres:// address',
};

/** Each choice from its flag, else from an answer on the terminal, else the usual one. */
export async function chooseInit(
  flags: InitFlags,
  { ask }: InitQuestions,
  usualLedger: string,
): Promise<InitChoices> {
  return {
    portal: await choose(portalQuestion, flags.portal, ask),
    ci: await choose(ciQuestion, flags.ci, ask),
    ledger: await choose({ ...ledgerQuestion, usual: usualLedger }, flags.ledger, ask),
  };
}

async function choose<T>(
  question: Question<T>,
  flag: string | undefined,
  ask: InitQuestions['ask'],
): Promise<T> {
  const given = flag ?? (await ask?.(`${question.text} [${question.usual}]: `)) ?? '';
  const answer = given.trim() === '' && flag === undefined ? question.usual : given.trim();
  const chosen = question.read(answer);
  if (chosen !== undefined) return chosen;
  // Nobody is asked twice for a flag that is wrong.
  if (flag === undefined && ask) {
    return choose({ ...question, text: `Please give ${question.expected}` }, undefined, ask);
  }
  throw new Failure({
    code: 'bad-flag',
    message: `${question.flag} ${answer} is not known.`,
    help: `Give ${question.expected}.`,
  });
}
