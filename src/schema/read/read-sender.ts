/** Reads a `sender`: an email, `contact-owner`, a rotation, or `contact-owner` with a fallback. */
import type { RepSender, Sender } from '../../model/desired-state.ts';
import { type Email, maskEmail } from '../../model/email.ts';
import { describeValue } from '../describe-value.ts';
import { unknownKeyProblem } from '../check/schema-violation.ts';
import { itemsOf, type SourceFile, type SourceMap, type SourceNode } from '../source-file.ts';
import { readEmail, reportOnce } from './read-values.ts';

/** Reads a sender. Reports an invalid one and returns `undefined` for it. */
export function readSender(node: SourceNode, scope: SourceFile): Sender | undefined {
  if (isContactOwner(node)) return 'contact-owner';
  if (node.kind !== 'map') return readRep(node, scope);
  const isOwner = node.entries.has('prefer') || node.entries.has('fallback');
  const known = isOwner ? ownerKeys : node.entries.has('rotate') ? rotationKeys : senderKeys;
  if (reportUnknownKeys(node, scope, known)) return undefined;
  return isOwner ? readOwnerWithFallback(node, scope) : readRotation(node, scope);
}

const rotationKeys = ['rotate', 'whenFull'];
const ownerKeys = ['prefer', 'fallback'];
const senderKeys = [...rotationKeys, ...ownerKeys];

function readOwnerWithFallback(node: SourceMap, scope: SourceFile): Sender | undefined {
  const prefer = node.entries.get('prefer')?.value;
  const fallback = node.entries.get('fallback')?.value;
  if (!prefer || !isContactOwner(prefer)) {
    return reportOnce(prefer ?? node, scope, {
      code: 'bad-sender',
      message: prefer
        ? `Invalid \`prefer\`: expected \`contact-owner\`; found ${describeValue(prefer)}.`
        : 'This sender has a `fallback` and no `prefer`.',
      help: ownerHelp,
    });
  }
  if (!fallback) {
    return reportOnce(node, scope, {
      code: 'bad-sender',
      message: 'This sender has no `fallback`.',
      help: `${ownerHelp} Without a fallback: \`sender: contact-owner\`.`,
    });
  }
  const rep = readRep(fallback, scope);
  return rep && { prefer: 'contact-owner', fallback: rep };
}

const ownerHelp = 'For example: `sender: { prefer: contact-owner, fallback: maria@acme.example }`.';

function readRep(node: SourceNode, scope: SourceFile): RepSender | undefined {
  if (node.kind === 'map') {
    return reportUnknownKeys(node, scope, rotationKeys) ? undefined : readRotation(node, scope);
  }
  const email = readEmail(node, scope);
  return email === undefined ? undefined : { email };
}

function readRotation(node: SourceMap, scope: SourceFile): RepSender | undefined {
  const list = node.entries.get('rotate')?.value;
  const whenFull = node.entries.get('whenFull')?.value;
  if (list?.kind !== 'list' || list.items.length === 0) {
    return reportOnce(list ?? node, scope, {
      code: 'bad-sender',
      message: list
        ? `Invalid \`rotate\`: expected a list of one or more reps; found ${describeValue(list)}.`
        : 'This sender has no `rotate`, the list of reps.',
      help: 'For example: `sender: { rotate: [maria@acme.example, paul@acme.example] }`.',
    });
  }
  const rotate = readReps(list, scope);
  if (whenFull && !(whenFull.kind === 'scalar' && whenFull.value === 'next')) {
    return reportOnce(whenFull, scope, {
      code: 'bad-sender',
      message: `Invalid \`whenFull\`: expected \`next\`; found ${describeValue(whenFull)}.`,
      help: 'Write `whenFull: next`, or remove the line: then a contact waits for its own sender.',
    });
  }
  return rotate && { rotate, ...(whenFull ? { whenFull: 'next' } : {}) };
}

/** Returns the reps of a rotation; `undefined` if one is invalid or listed twice. */
function readReps(list: SourceNode, scope: SourceFile): readonly Email[] | undefined {
  const places = new Map<Email, number>();
  let isValid = true;
  for (const item of itemsOf(list)) {
    const email = readEmail(item, scope);
    if (email === undefined) {
      isValid = false;
      continue;
    }
    const first = places.get(email);
    if (first === undefined) {
      places.set(email, item.offset);
      continue;
    }
    isValid = false;
    scope.report({
      code: 'duplicate-sender',
      at: item.offset,
      message: `${maskEmail(email)} is already in this rotation.`,
      help: 'Remove one of the two.',
      relatedAt: [first],
    });
  }
  return isValid ? [...places.keys()] : undefined;
}

function reportUnknownKeys(node: SourceMap, scope: SourceFile, known: readonly string[]): boolean {
  const unknown = [...node.entries].filter(([key]) => !known.includes(key));
  for (const [key, { keyOffset }] of unknown) {
    scope.report(
      senderKeys.includes(key)
        ? misplacedKey(key, keyOffset)
        : { ...unknownKeyProblem(key, known), at: keyOffset },
    );
  }
  return unknown.length > 0;
}

function misplacedKey(key: string, at: number) {
  return {
    code: 'bad-sender',
    at,
    message: `\`${key}\` cannot be used here: a rotation has \`rotate\` and \`whenFull\`, a preferred owner \`prefer\` and \`fallback\`.`,
    help: 'To rotate the fallback: `sender: { prefer: contact-owner, fallback: { rotate: [maria@acme.example, paul@acme.example] } }`.',
  } as const;
}

function isContactOwner(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === 'contact-owner';
}
