/** By what an entry of a list of people names them. */
export type Who = 'email' | 'id' | 'audience' | 'file' | 'list';

export type Term = 'since' | 'sender';

/** What the entries of one list of people may be. */
export interface EntryGrammar {
  /** The list in words, for messages. */
  readonly place: string;
  readonly who: readonly Who[];
  /** What an entry may say besides, and with which ways of naming people. */
  readonly terms: readonly Term[];
  /** What bare text is. */
  readonly text: 'email' | 'pattern';
  /** How an entry is written, for help. */
  readonly help: string;
}

const memberHelp =
  'Write an address, `id: 1042`, or `audience: NAME`; CSV files and HubSpot lists go into an audience.';

export const sequenceMember: EntryGrammar = {
  place: 'the members of a sequence',
  who: ['email', 'id', 'audience'],
  terms: ['since', 'sender'],
  text: 'email',
  help: memberHelp,
};

export const workflowMember: EntryGrammar = {
  ...sequenceMember,
  place: 'the members of a workflow',
  terms: ['since'],
};

export const audienceMember: EntryGrammar = {
  place: 'an audience',
  who: ['email', 'id', 'file', 'list'],
  terms: ['since', 'sender'],
  text: 'email',
  help: 'Write an address, `id: 1042`, `file: people.csv` or `list: 482`.',
};

export const absentPerson: EntryGrammar = {
  place: '`absent`',
  who: ['id', 'file'],
  terms: [],
  text: 'email',
  help: 'Write an address, `id: 1042` or `file: people.csv`.',
};

export const suppressed: EntryGrammar = {
  place: '`suppress`',
  who: ['id', 'file'],
  terms: [],
  text: 'pattern',
  help: 'Write an address, a pattern like "*@competitor.example", `id: 1042` or `file: people.csv`.',
};
