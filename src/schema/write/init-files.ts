import { stringify } from 'yaml';
import type { Portal } from '../../model/desired-state.ts';
import { editorLine } from './editor-line.ts';

export interface NewFile {
  /** The path relative to the folder. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

interface FirstConfigurationOptions {
  readonly portal: Portal;
  /** The path of the file, for the line that editors read. */
  readonly path?: string | undefined;
  /** The name of the environment variable with the token; absent for the default. */
  readonly token?: string | undefined;
  /** The path of a SQLite file, or a postgres:// address without a password. */
  readonly ledger: string;
  /** The id of the ledger, if it exists already. */
  readonly ledgerId?: string | undefined;
  /** Whether a pipeline applies saved plans. They then stay valid while a pull request waits for its review. */
  readonly pipeline?: boolean;
}

/**
 * Returns the text of a commented first file. For the simulated account, the file uses its contacts and targets, so
 * that it can be planned and applied unchanged. For a real account all targets are commented out.
 */
export function firstConfiguration({
  portal,
  path,
  token,
  ledger,
  ledgerId,
  pipeline = false,
}: FirstConfigurationOptions): string {
  const body = portal === 'simulated' ? simulatedTargets : commentedOut(realTargets);
  return `${editorLine(path)}# Which contacts belong in which sequence and workflow. Next: rollcall plan
version: 1
portal: ${portal}${portal === 'simulated' ? ' # the built-in simulator; later the id of your account' : ''}
${token === undefined ? '' : `token: ${token} # the environment variable with the token of this account\n`}ledger: ${stringify(ledger, { lineWidth: 0 }).trim()} # the record of rollcall's enrollments: keep it
${ledgerIdLine(portal, ledgerId)}${pipeline ? expiresLine : ''}
limits: # a plan that exceeds one of these is refused as a whole
  enroll: 50 # contacts that one apply may enroll
  unenroll: 25% # of the active members that rollcall enrolled
  perSenderPerDay: 200

drift: { unmanaged: true } # rollcall drift also counts members that someone else enrolled

# suppress: # contacts to never enroll; overrides everything below
#   - "*@competitor.example"
#   - file: do-not-contact.csv

${body}`;
}

/** Returns the path of the first story: next to the configuration, with its name. */
export function storyPath(path: string): string {
  return path.replace(/\.ya?ml$/u, '.story.yaml');
}

/** Returns a first story. For the simulated account, it names contacts of the first file. */
export function firstStory(portal: Portal, path: string): string {
  return `${editorLine(path, 'story')}# A test of the outreach, on a simulated account: nothing leaves this machine. Play it: rollcall test
${portal === 'simulated' ? simulatedStory : realStory}`;
}

const simulatedStory = `story: The first prospects get three emails, and never two in a day
steps:
  - apply: reviewed # as a merge does
  - expect: { contact: ana@northwind.example, enrolledIn: q4-outbound, emails: 1 }
  - reply: bo@northwind.example
  - daily: 10 # the daily job of the next days
  - expect: { contact: ana@northwind.example, emails: 3 }
  - expect: { contact: bo@northwind.example, in: q4-outbound, plan: ended, emails: 1 } # the reply ends it
  - expect: no contact emailed twice in a day
`;

const realStory = `story: No contact gets two emails in a day
# given: { snapshot: account.json } # a copy of your account: rollcall snapshot --out account.json
steps:
  - apply: reviewed # as a merge does
  - daily: 14 # the daily job of the next days
  - expect: no contact emailed twice in a day
  - expect: no email in a freeze
`;

const expiresLine =
  'expires: 7d # a plan can be applied for this long: the time for the review of a pull request\n';

function ledgerIdLine(portal: Portal, ledgerId: string | undefined): string {
  if (ledgerId !== undefined)
    return `ledgerId: ${stringify(ledgerId).trim()} # rollcall refuses every other ledger\n`;
  if (portal === 'simulated') return '';
  return '# ledgerId: # paste the line that `rollcall ledger create` prints; rollcall refuses every other ledger\n';
}

const simulatedTargets = `audiences:
  first-prospects: # contacts by email, contact id, CSV file or HubSpot list
    - ana@northwind.example
    - bo@northwind.example
    # - file: prospects.csv # with a column \`email\` or \`id\`
    # - list: 482

sequences: # emails from one rep's inbox to single contacts
  q4-outbound: # a name that you choose
    id: 5510021 # the number in the address bar in HubSpot
    sender: maria@acme.example # sends from her inbox
    members:
      - audience: first-prospects
      - liam@fabrikam.example
    unenroll: { workflow: 7781 } # has the action "Unenroll from sequence"

workflows: # automation for many contacts, without a sender
  onboarding:
    id: 900100
    members:
      - audience: first-prospects
    activeList: 553 # a HubSpot list of its active contacts
    everList: 554 # a HubSpot list of all contacts ever enrolled
`;

const realTargets = `audiences:
  first-prospects: # contacts by email, contact id, CSV file or HubSpot list
    - ana@northwind.example
    - file: prospects.csv # with a column \`email\` or \`id\`
    - list: 482

sequences: # emails from one rep's inbox to single contacts
  q4-outbound: # a name that you choose
    id: 5510021 # the number in the address bar in HubSpot
    sender: maria@acme.example # sends from her inbox
    members:
      - audience: first-prospects

workflows: # automation for many contacts, without a sender
  onboarding:
    id: 900100
    members:
      - audience: first-prospects
`;

function commentedOut(yaml: string): string {
  const lines = yaml.split('\n').map((line) => (line === '' ? line : `# ${line}`));
  return `# To start from the current enrollments of the account: rollcall import\n\n${lines.join('\n')}`;
}

/**
 * Returns the `.gitignore` entries for the ledger file, the simulated account and saved plans. A ledger in git would
 * fork with every branch, and two forks would enroll the same contact twice. Of `.rollcall`, only the vendored rollcall of
 * the pipeline belongs into git. The entry `!/.rollcall/` matters if an earlier line ignores the folder as a whole: git
 * reads no folder that is ignored. The entry `!.rollcall/ci/*` matters for lines such as `*.tgz`.
 */
export function gitignoreEntries(ledger: string): readonly string[] {
  const outside = !ledger.includes('://') && !ledger.startsWith('.rollcall/');
  return [
    '!/.rollcall/',
    '.rollcall/*',
    '!.rollcall/ci/',
    '!.rollcall/ci/*',
    '.rollcall/ci/node_modules/',
    ...(outside ? [`${ledger}*`] : []),
    'plan.json',
    // The snapshot of an account, as docs/rehearsal.md names it.
    'account.json',
  ];
}

/** Appends missing entries to the text of a `.gitignore`, in order. Returns `undefined` if none is missing. */
export function addGitignoreEntries(text: string, entries: readonly string[]): string | undefined {
  const present = new Set(text.split(/\r?\n/u).map((line) => line.trim()));
  const missing = entries.filter((entry) => !present.has(entry));
  if (missing.length === 0) return undefined;
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${start}${missing.join('\n')}\n`;
}
