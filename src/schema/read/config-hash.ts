import { createHash } from 'node:crypto';
import type {
  DesiredCreation,
  DesiredEntry,
  DesiredState,
  DesiredTarget,
  Requirement,
  Sender,
  SuppressEntry,
} from '../../model/desired-state.ts';
import { canonicalJson, digest } from '../../model/digest.ts';
import { personKey } from './merge-members.ts';

/**
 * Returns the digest of a desired state. Equal states have equal digests, whatever the files, lines and bytes that they
 * come from. Hashes long lists in batches, so that a list never becomes one string.
 */
export function configHash(desired: Omit<DesiredState, 'configHash' | 'files'>): string {
  const { at: _places, ...limits } = desired.limits;
  return digest({
    ...desired,
    limits,
    freeze: desired.freeze.map(withoutSource),
    suppress: digestOfLines(desired.suppress, suppressLine),
    targets: desired.targets.map(hashedTarget),
    ...(desired.creations ? { creations: desired.creations.map(hashedCreation) } : {}),
  });
}

function hashedCreation(creation: DesiredCreation): unknown {
  // The entries wait, and have no effect before the workflow has an id.
  const { entries: _waiting, ...rest } = withoutSource(creation);
  return rest;
}

function hashedTarget(target: DesiredTarget): unknown {
  // The path of a definition has no effect on enrollments.
  const { members, absent, limits, require, pace, definition: _path, ...rest } = withoutSource(target);
  const { at: _places, ...caps } = limits ?? { at: {} };
  return {
    ...rest,
    at: undefined,
    senderSource: undefined,
    limits: caps,
    ...(pace ? { pace: withoutSource(pace) } : {}),
    members: members && digestOfLines(members, memberLine),
    absent: digestOfLines(absent, (entry) => personKey(entry.person)),
    ...(require ? { require: require.map(withoutSource) } : {}),
  };
}

function withoutSource<Value extends { readonly source: unknown }>(value: Value): Omit<Value, 'source'> {
  const { source: _source, ...rest } = value;
  return rest;
}

function memberLine(entry: DesiredEntry): string {
  const name = entry.type === 'list' ? `list ${entry.list}` : personKey(entry.person);
  const terms = `${name}\t${entry.since ?? ''}\t${senderText(entry.sender)}\t${entry.literal ? 'literal' : ''}`;
  return entry.require ? `${terms}\t${requireText(entry.require)}` : terms;
}

function senderText(sender: Sender | undefined): string {
  if (sender === undefined) return '';
  if (sender === 'contact-owner') return sender;
  return 'email' in sender ? sender.email : canonicalJson(sender);
}

/** Entries of one audience share the list, so its text is made once. */
function requireText(require: readonly Requirement[]): string {
  const known = requireTexts.get(require) ?? canonicalJson(require.map(withoutSource));
  requireTexts.set(require, known);
  return known;
}

const requireTexts = new WeakMap<readonly Requirement[], string>();

function suppressLine({ match }: SuppressEntry): string {
  return 'email' in match ? match.email : match.id;
}

function digestOfLines<Item>(items: readonly Item[], line: (item: Item) => string): string {
  const hash = createHash('sha256');
  const batch = 1000;
  for (let start = 0; start < items.length; start += batch) {
    hash.update(
      `${items
        .slice(start, start + batch)
        .map(line)
        .join('\n')}\n`,
    );
  }
  return hash.digest('hex');
}
