import { stringify } from 'yaml';
import type { Portal } from '../../model/desired-state.ts';
import { editorLine } from './editor-line.ts';

/** What a first file is written for. */
interface FirstConfigurationOptions {
  readonly portal: Portal;
  /** The path of a SQLite file or a postgres:// address without a password. */
  readonly ledger: string;
  /** Of the ledger that is there already. */
  readonly ledgerId?: string | undefined;
}

/**
 * The text of a commented first file. For the simulated account it names people and targets that are
 * there, so that it can be planned and applied as it is; for a real one it manages nothing until
 * somebody takes the comment signs away.
 */
export function firstConfiguration({ portal, ledger, ledgerId }: FirstConfigurationOptions): string {
  const body = portal === 'simulated' ? simulatedTargets : commentedOut(realTargets);
  return `${editorLine()}# Who belongs in which sequence and workflow. Next: rollcall plan
version: 1
portal: ${portal}${portal === 'simulated' ? ' # the built-in stand-in; later the id of your account' : ''}
ledger: ${stringify(ledger, { lineWidth: 0 }).trim()} # the record of who was enrolled: keep it
${ledgerIdLine(portal, ledgerId)}
limits: # a plan beyond one of these is refused as a whole
  enroll: 50 # people that one apply may enroll
  unenroll: 25% # of the active members that rollcall enrolled
  perSenderPerDay: 200

# suppress: # stronger than everything below
#   - "*@competitor.example"
#   - file: do-not-contact.csv

${body}`;
}

function ledgerIdLine(portal: Portal, ledgerId: string | undefined): string {
  if (ledgerId !== undefined)
    return `ledgerId: ${stringify(ledgerId).trim()} # no other ledger is accepted\n`;
  if (portal === 'simulated') return '';
  return '# ledgerId: # the line that `rollcall ledger create` prints: no other ledger is accepted\n';
}

const simulatedTargets = `audiences:
  first-prospects: # people, by address, contact id, CSV file or HubSpot list
    - ana@northwind.example
    - bo@northwind.example
    # - file: prospects.csv # with a column \`email\` or \`id\`
    # - list: 482

sequences: # mail from one rep's inbox to single people
  q4-outbound: # a name of your own
    id: 5510021 # the number in HubSpot's address bar
    sender: maria@acme.example # her inbox sends
    members:
      - audience: first-prospects
      - liam@fabrikam.example
    unenroll: { workflow: 7781 } # the way out: holds "Unenroll from sequence"

workflows: # automation for many, without a sender
  onboarding:
    id: 900100
    members:
      - audience: first-prospects
    activeList: 553 # a HubSpot list of its active contacts
    everList: 554 # and of everybody who ever was in it
`;

const realTargets = `audiences:
  first-prospects: # people, by address, contact id, CSV file or HubSpot list
    - ana@northwind.example
    - file: prospects.csv # with a column \`email\` or \`id\`
    - list: 482

sequences: # mail from one rep's inbox to single people
  q4-outbound: # a name of your own
    id: 5510021 # the number in HubSpot's address bar
    sender: maria@acme.example # her inbox sends
    members:
      - audience: first-prospects

workflows: # automation for many, without a sender
  onboarding:
    id: 900100
    members:
      - audience: first-prospects
`;

function commentedOut(yaml: string): string {
  const lines = yaml.split('\n').map((line) => (line === '' ? line : `# ${line}`));
  return `# What runs in the account already: rollcall import\n\n${lines.join('\n')}`;
}

/**
 * What git must not keep: the ledger file and the simulated account, and saved plans. A ledger in git
 * would fork with every branch, and two forks enroll the same person twice.
 */
export function gitignoreEntries(ledger: string): readonly string[] {
  const outside = !ledger.includes('://') && !ledger.startsWith('.rollcall/');
  return ['.rollcall/', ...(outside ? [`${ledger}*`] : []), 'plan.json'];
}

/** A `.gitignore` with the entries that it lacks at its end; nothing when it has them all. */
export function addGitignoreEntries(text: string, entries: readonly string[]): string | undefined {
  const there = new Set(text.split(/\r?\n/u).map((line) => line.trim()));
  const lacking = entries.filter((entry) => !there.has(entry));
  if (lacking.length === 0) return undefined;
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${before}${lacking.join('\n')}\n`;
}
