/** The commands by task, one line each. Every command is in it once; a test compares it with the parser. */
const groups: readonly {
  readonly task: string;
  readonly commands: readonly (readonly [string, string])[];
}[] = [
  {
    task: 'Start',
    commands: [
      ['init', 'write a first file; --ci adds the pipeline'],
      ['import', 'write the active enrollments as a file'],
      ['doctor', 'check token, scopes, senders, routes and ledger'],
    ],
  },
  {
    task: 'Change',
    commands: [
      ['validate', 'check the files; --online also checks ids and senders'],
      ['plan', 'show what apply would do'],
      ['show', 'print a saved plan'],
      ['apply', 'make HubSpot match; the only command that writes'],
      ['snapshot', 'copy the account for rehearsals; only reads'],
      ['rehearse', 'play the coming weeks on a copy of the account; only reads'],
      ['test', 'play stories, and check what they expect'],
      ['pause', 'stop enrollments immediately'],
      ['resume', 'end a pause'],
    ],
  },
  {
    task: 'Watch',
    commands: [
      ['drift', 'show outside changes since the last apply'],
      ['status', 'show the last runs, and what waits or needs a decision'],
      ['workflows', 'pull what workflows do into files, show edits'],
      ['sequences', 'pull what sequences do into files, show edits'],
      ['history', 'show who was enrolled and unenrolled, and when'],
    ],
  },
  {
    task: 'Repair',
    commands: [
      ['resolve', 'settle an unknown outcome'],
      ['unlock', 'show the lock holder; with ID, force-unlock'],
    ],
  },
  {
    task: 'Other',
    commands: [
      ['ledger', 'create, show, share or move the ledger'],
      ['ci', 'renew the rollcall that the pipeline installs'],
      ['fleet', 'list the accounts of a repository with several'],
      ['mcp', 'serve read-only tools to AI agents'],
      ['schema', 'print the JSON Schema of the file or of an output'],
      ['completion', 'print a shell completion script'],
      ['simulator', 'run the built-in HubSpot simulator'],
    ],
  },
];

/** Returns the help of `rollcall` itself. The parser would list the commands in one table. */
export function renderTopHelp(): string {
  const lines = groups.flatMap(({ task, commands }) =>
    commands.map(
      ([name, description], index) =>
        `${(index === 0 ? task : '').padEnd(8)}  ${name.padEnd(10)}  ${description}`,
    ),
  );
  return `${[
    'rollcall: enrollments as code for HubSpot',
    '',
    'Commands:',
    ...lines,
    '',
    'With every command:',
    '  --format text|json|markdown|html, --show-emails, --no-color,',
    '  --log-level quiet|info|debug, --help, --version',
    '',
    'More about a command: rollcall help <command>',
  ].join('\n')}\n`;
}
