/** Reads a printed plan as `grep` and `cut` would: its groups, its review, its counts. */

/** One contact of a group. */
export interface ShownEntry {
  readonly word: string;
  /** `sequences.q4`. */
  readonly target: string;
  /** Absent if no contact is known. */
  readonly contactId: string | undefined;
  /** What the group says of all its contacts. */
  readonly effect: string;
  /** The day of its turn. */
  readonly day: string | undefined;
}

interface ShownGroup {
  readonly target: string;
  readonly word: string;
  readonly amount: number;
  readonly entries: readonly ShownEntry[];
}

export interface ShownReview {
  readonly word: string;
  readonly subject: string;
  readonly text: string;
}

export interface ShownPlan {
  readonly title: string;
  readonly verdict: string;
  readonly groups: readonly ShownGroup[];
  readonly review: readonly ShownReview[];
  /** The lines that begin at the left, without those above. */
  readonly sentences: readonly string[];
}

const target = /^(?<target>(?:sequences|workflows)\.\S+) {2}(?:"|\()/u;
const group = /^ {2}[+\-~!?=] (?<word>[a-z-]+) (?<amount>[\d,]+)(?:: (?<effect>.*))?$/u;
const entry = /^ {4}[+\-~!?=] (?<who>\S.*)$/u;
const review = /^ {2}[+\-~!?=i] (?<word>[a-z-]+)(?:\[[a-z0-9-]+\])?(?: +(?<rest>\S.*))?$/u;

export function readPlanText(printed: string): ShownPlan {
  const lines = printed.split('\n');
  const [title = '', verdict = ''] = lines;
  const groups: { target: string; word: string; amount: number; effect: string; entries: ShownEntry[] }[] =
    [];
  const reviews: { word: string; subject: string; text: string }[] = [];
  const sentences: string[] = [];
  let under = '';
  let inReview = false;
  for (const line of lines.slice(2)) {
    if (line !== '' && !line.startsWith(' ')) {
      under = target.exec(line)?.groups?.['target'] ?? '';
      inReview = line === 'Review first';
      if (under === '') sentences.push(line);
      continue;
    }
    if (inReview) readReview(line, reviews);
    else if (under !== '') {
      const head = group.exec(line)?.groups;
      const last = groups.at(-1);
      if (head) {
        const { word = '', amount = '', effect = '' } = head;
        groups.push({ target: under, word: actionOf(word), amount: numberOf(amount), effect, entries: [] });
        continue;
      }
      const who = entry.exec(line)?.groups?.['who'];
      if (who !== undefined && last) last.entries.push(shownEntry(who, last));
    }
  }
  return { title, verdict, groups, review: reviews, sentences };
}

/** The action that a printed word is short for. */
export function actionOf(word: string): string {
  return word === 'create' ? 'create-workflow' : word;
}

function shownEntry(
  who: string,
  {
    target: under,
    word,
    effect,
  }: { readonly target: string; readonly word: string; readonly effect: string },
): ShownEntry {
  const [subject = '', ...columns] = who.split(/ {2,}/u);
  const day = columns.find((one) => /^\d{4}-\d\d-\d\d$/u.test(one));
  return { word, target: under, contactId: contactIdOf(subject), effect, day };
}

/** Returns the id in `a•••@northwind.example (1041)` or `contact 1041`. */
export function contactIdOf(subject: string): string | undefined {
  return /(?:^contact |\()(\d+)\)?$/u.exec(subject)?.[1];
}

function readReview(line: string, reviews: { word: string; subject: string; text: string }[]): void {
  const head = review.exec(line)?.groups;
  if (head) {
    const [subject = ''] = (head['rest'] ?? '').split(/ {2,}/u);
    reviews.push({ word: actionOf(head['word'] ?? ''), subject, text: '' });
    return;
  }
  const last = reviews.at(-1);
  if (last && last.text === '') last.text = line.trim();
}

export function numberOf(printed = ''): number {
  return Number(printed.replaceAll(',', ''));
}
