/** The lines of a printed plan or report that are about one contact, read as `grep` and `cut` would. */

export interface TextLine {
  /** The heading above it. */
  readonly under: string;
  readonly word: string;
  /** `sequences.q4`. */
  readonly target: string;
  /** Absent where no contact is known. */
  readonly contactId: string | undefined;
  readonly text: string;
}

/** `  + enroll  p•••@northwind.example (1001)  gets 3 emails from …  enrollments.yaml:23`. */
const pattern = /^ {2}[+\-~!?=] (?<word>[a-z-]+) +(?<rest>\S.*)$/u;
const place = /^\S+:\d+$/u;
/** A target's own part of a plan. */
const heading = /^(?<target>(?:sequences|workflows)\.\S+) {2}.*HubSpot id \d+$/u;
const withTarget = /^(?<target>(?:sequences|workflows)\.[^\s:]+): (?<text>.*)$/su;

export function textLines(printed: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  let under = '';
  for (const line of printed.split('\n')) {
    if (line !== '' && !line.startsWith(' ')) under = line;
    const { word, rest } = pattern.exec(line)?.groups ?? {};
    if (word === undefined || rest === undefined) continue;
    const [who = '', ...cells] = rest.split(/ {2,}/u);
    if (place.test(cells.at(-1) ?? '')) cells.pop();
    lines.push({ under, word, ...about(who, cells.join('  '), under) });
  }
  return lines;
}

function about(who: string, text: string, under: string): Pick<TextLine, 'target' | 'contactId' | 'text'> {
  // Where no contact is shown, the address stands in its place.
  if (/^(?:sequences|workflows)\./u.test(who)) {
    const [target = '', contactId] = who.split('/');
    return { target, contactId, text };
  }
  const contactId = /(?:^contact |\()(\d+)\)?$/u.exec(who)?.[1];
  const named = withTarget.exec(text)?.groups;
  const target = heading.exec(under)?.groups?.['target'] ?? named?.['target'] ?? '';
  return { target, contactId, text: named?.['text'] ?? text };
}

/** Names that one of two lists has more often than the other. */
export function surplus(these: readonly string[], those: readonly string[]): readonly string[] {
  const left = [...those];
  return these.filter((name) => {
    const at = left.indexOf(name);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
