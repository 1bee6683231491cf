/**
 * Pseudonyms of addresses: HMAC-SHA256 under a key that is not in the snapshot. A pseudonym keeps nothing of the address.
 * It shows which patterns of the files match the address, and nothing else about it.
 */
import { createHmac } from 'node:crypto';
import { compileEmailPattern, isEmail, normalizeEmail } from '../../model/email.ts';
import { Failure } from '../../model/failure.ts';

export interface Pseudonyms {
  /** Returns the pseudonym of an address. */
  readonly address: (address: string) => string;
  /** Returns the text of a file with pseudonyms: of an address, a pattern, or a text with addresses. */
  readonly text: (text: string) => string;
}

/** The pseudonyms of a snapshot, opened with its key. */
export interface OpenedPseudonyms extends Pseudonyms {
  /** The real addresses of reps by their pseudonym, of all addresses that were replaced so far. */
  readonly senders: () => ReadonlyMap<string, string>;
}

/** How the pseudonyms of a snapshot show the patterns of its files. Holds no pattern and no address. */
export interface PseudonymRules {
  /** Detects another key. */
  readonly key: string;
  /** The pseudonyms of the domains that the files name as a whole (`*@competitor.example`). */
  readonly domains: readonly string[];
  /** The code of every other pattern, by its keyed hash. It is a part of each address that the pattern matches. */
  readonly patterns: Readonly<Record<string, string>>;
}

/** Real addresses, for a copy that stays in this process. */
export const realAddresses: ReturnType<typeof createPseudonyms> = {
  address: (email) => email,
  text: (text) => text,
  known: new Map(),
  rules: { key: '', domains: [], patterns: {} },
};

/** Returns the key of a text, which should be random and at least 32 characters long. */
export function pseudonymKey(text: string): Buffer {
  return createHmac('sha256', text.trim()).update('rollcall snapshot').digest();
}

/** The domain of addresses that no pattern names as a whole, and that of reps. Both are reserved: no email can reach them. */
const contactDomain = 'contacts.example';
const senderDomain = 'senders.example';

/** One pattern more would need longer codes than a local part may have. */
const maxCodes = 12;

/** Creates the pseudonyms of a new snapshot. `patterns` are all those of the files, `senders` the addresses of reps. */
export function createPseudonyms(
  key: Buffer,
  of: { readonly patterns: readonly string[]; readonly senders: readonly string[] },
): Pseudonyms & { readonly rules: PseudonymRules; readonly known: ReadonlyMap<string, string> } {
  const hash = hashWith(key);
  const patterns = [...new Set(of.patterns.map(normalizeEmail))];
  const domains = new Set(patterns.flatMap((pattern) => wholeDomain(pattern) ?? []));
  const coded = patterns
    .filter((pattern) => wholeDomain(pattern) === undefined)
    .map((pattern, index) => ({ pattern, matches: compileEmailPattern(pattern), code: codeOf(index) }));
  const senders = new Set(of.senders.map(normalizeEmail));
  const known = new Map<string, string>();
  const address = (text: string): string => {
    const email = normalizeEmail(text);
    const found = known.get(email);
    if (found !== undefined) return found;
    const codes = coded.filter(({ matches }) => matches(email)).map(({ code }) => code);
    const domain = email.slice(email.lastIndexOf('@') + 1);
    const [length, usual] = senders.has(email) ? [10, senderDomain] : [24, contactDomain];
    const local = `${hash.address(email).slice(0, length)}${codes.slice(0, maxCodes).join('')}`;
    const made = `${local}@${domains.has(domain) ? hash.domain(domain) : usual}`;
    known.set(email, made);
    return made;
  };
  const codes = new Map(coded.map(({ pattern, code }) => [pattern, code]));
  return {
    address,
    text: textWith(address, (pattern) =>
      patternOf(pattern, wholeDomain(pattern), { hash, code: codes.get(pattern) }),
    ),
    known,
    rules: {
      key: hash.key(),
      domains: [...domains].map(hash.domain),
      patterns: Object.fromEntries(coded.map(({ pattern, code }) => [hash.pattern(pattern), code])),
    },
  };
}

/**
 * Returns the pseudonyms of a snapshot that exists; undefined if it has another key. `addresses` are the pseudonyms in it.
 * Throws `Failure` `snapshot-pattern` for a pattern that its files did not have: no pseudonym shows whether it matches.
 */
export function openPseudonyms(
  key: Buffer,
  { rules, addresses }: { readonly rules: PseudonymRules; readonly addresses: Iterable<string> },
): OpenedPseudonyms | undefined {
  const hash = hashWith(key);
  if (rules.key !== hash.key()) return undefined;
  const known = new Map<string, string>();
  const senders = new Map<string, string>();
  for (const one of addresses) known.set(/^[\da-f]*/u.exec(one)?.[0] ?? '', one);
  const address = (text: string): string => {
    const made = hash.address(normalizeEmail(text));
    const [long, short] = [made.slice(0, 24), made.slice(0, 10)];
    const sender = known.get(short);
    if (sender !== undefined) senders.set(sender, normalizeEmail(text));
    return known.get(long) ?? sender ?? `${long}@${contactDomain}`;
  };
  return {
    senders: () => senders,
    address,
    text: textWith(address, (pattern) => {
      const domain = wholeDomain(pattern);
      const code = rules.patterns[hash.pattern(pattern)];
      if (domain === undefined ? code !== undefined : rules.domains.includes(hash.domain(domain)))
        return patternOf(pattern, domain, { hash, code });
      throw new Failure({
        code: 'snapshot-pattern',
        message: `The files have a pattern for addresses that the snapshot does not know. A snapshot has no real addresses, so rollcall cannot test the pattern.`,
        help: 'Take a new snapshot with these files: rollcall snapshot --out FILE',
      });
    }),
  };
}

function patternOf(
  pattern: string,
  domain: string | undefined,
  { hash, code }: { readonly hash: KeyedHashes; readonly code: string | undefined },
): string {
  return domain === undefined ? `*${code ?? hash.pattern(pattern)}*@*` : `*@${hash.domain(domain)}`;
}

function textWith(address: (text: string) => string, pattern: (text: string) => string): Pseudonyms['text'] {
  return (text) => {
    const normal = normalizeEmail(text);
    if (isEmail(normal)) return address(normal);
    if (/^[^\s@]*@[^\s@]*$/u.test(normal) && normal.includes('*')) return pattern(normal);
    return text
      .replaceAll(/[^\s"'(),:;<>@[\]]+@[^\s"'(),:;<>@[\]]+/gu, (found) => address(found))
      .replaceAll(/@(?!contacts\.example|senders\.example|[\da-f]{16}\.example)/gu, ' at ');
  };
}

interface KeyedHashes {
  readonly key: () => string;
  readonly address: (email: string) => string;
  readonly domain: (domain: string) => string;
  readonly pattern: (pattern: string) => string;
}

/** Each use has a prefix of its own, so that no two hashes are equal by chance. */
function hashWith(key: Buffer): KeyedHashes {
  const hash = (text: string): string => createHmac('sha256', key).update(text).digest('hex');
  return {
    key: () => hash('key').slice(0, 16),
    address: (email) => hash(`address:${email}`),
    domain: (domain) => `${hash(`domain:${domain}`).slice(0, 16)}.example`,
    pattern: (pattern) => hash(`pattern:${pattern}`).slice(0, 16),
  };
}

/** Returns the code of a pattern: no other text of a pseudonym begins with a letter after `f`. */
function codeOf(index: number): string {
  const [letter, rest] = [index % 20, Math.floor(index / 20)];
  if (rest < 256) return `${'ghijklmnopqrstuvwxyz'.charAt(letter)}${rest.toString(16).padStart(2, '0')}`;
  throw new Failure({
    code: 'snapshot-pattern',
    message: 'The files have more than 5,120 patterns that are not whole domains.',
    help: 'Write whole domains (`*@competitor.example`), or addresses.',
  });
}

/** Returns the domain of a pattern that matches a whole domain: `*@competitor.example`. */
function wholeDomain(pattern: string): string | undefined {
  const domain = pattern.slice(2);
  return pattern.startsWith('*@') && !/[*@]/u.test(domain) ? domain : undefined;
}
