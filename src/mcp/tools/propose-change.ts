import { hasErrors } from '../../model/results/diagnostic.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { diagnosticJson } from '../../render/json/entries.ts';
import { type FileDiff, fileDiff, type TextEdit } from '../../render/text/file-diff.ts';
import { cleanLines } from '../clean.ts';
import { problemLines } from '../invalid-files.ts';
import { type Effect, proposeChange, type Wanted } from '../propose.ts';
import { defineTool } from '../tool.ts';
import { declaredSenders } from '../declared-senders.ts';
import { readingFiles, textsArguments, type TextsArgs, textsOnDisk, withoutMark } from './files-argument.ts';

interface ProposeArgs extends TextsArgs, Wanted {}

const targetSchema = { type: 'string', minLength: 1, maxLength: 200 };

export const proposeChangeTool = defineTool<ProposeArgs>({
  name: 'propose_change',
  title: 'Propose a change of members',
  description:
    'Adds, removes or moves members in the YAML files, and returns the edited text, a unified diff and the problems of the result. Writes no file: the user applies the diff, or you edit the file. Comments and formatting stay. Call plan with the returned `proposal` to see what merging it would do.',
  input: {
    action: { enum: ['add', 'remove', 'move'], description: 'What to do with the contacts.' },
    contacts: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: { type: 'string', minLength: 1, maxLength: 254 },
      description: 'Emails or contact ids. Name a contact as the file does if you can.',
    },
    from: {
      ...targetSchema,
      description:
        'The target to remove from: its key, address or HubSpot id. A move without it leaves every other target of the same kind that lists the contact.',
    },
    to: { ...targetSchema, description: 'The target to add to: its key, address or HubSpot id.' },
    since: {
      type: 'string',
      pattern: String.raw`^\d{4}-\d{2}-\d{2}$`,
      description:
        'Added entries count only enrollments on or after this day. A contact whose enrollment ended is then enrolled again.',
    },
    sender: {
      type: 'string',
      maxLength: 254,
      description: 'The email of the rep who sends to the added contacts.',
    },
    ...textsArguments,
  },
  required: ['action', 'contacts'],
  output: 'proposal',
  run: async (args, given) => {
    const { paths, call } = await readingFiles(args, given);
    const proposed = await proposeChange(args, paths, call);
    const { before, after: edited, effects, diagnostics, was, desired } = proposed;
    const shown = [...proposed.shown, ...[was, desired].flatMap((one) => (one ? declaredSenders(one) : []))];
    const changed = [...edited].filter(([path, text]) => before.get(path) !== text);
    const texts = new Map([...proposed.texts, ...edited]);
    const onDisk = await textsOnDisk([...texts.keys()], given);
    const proposal = changed.length === 0 ? undefined : call.proposals.keep({ paths, texts, onDisk });
    const { diff, ways } = shownChange(changed, before, shown);
    const valid = !hasErrors(diagnostics);
    const unsaved = [...proposed.texts].filter(([path, text]) => onDisk.get(path) !== withoutMark(text));
    return {
      document: {
        formatVersion: outputFormatVersion,
        ...(proposal === undefined ? {} : { proposal }),
        valid,
        effects: effects.map(({ contact, target, effect, note }) => ({
          contact,
          target,
          effect,
          ...(note === undefined ? {} : { note }),
        })),
        files: changed.map(([path, text]) => fileJson(path, text, shown)),
        diff,
        ...(valid ? ways : {}),
        diagnostics: diagnostics.map(diagnosticJson),
      },
      summary: [
        ...effects.map(effectLine),
        ...(valid ? [] : ['The edited files are invalid:']),
        ...problemLines(diagnostics.filter(({ severity }) => !(valid && severity === 'advice'))),
        ...(diff === '' ? ['Nothing to change.'] : diff.trimEnd().split('\n')),
      ],
      next:
        proposal === undefined
          ? []
          : valid
            ? [...nextLines(proposal, ways), ...unsavedLines(unsaved.map(([path]) => path))]
            : refusedLines,
      shown,
    };
  },
});

/** How the user can write a change. */
interface Ways {
  readonly patch?: string;
  readonly applyWith?: string;
  readonly edits?: readonly TextEdit[];
}

/** Returns the diff to read, and the ways to write the change that hold no hidden address. */
function shownChange(
  changed: readonly (readonly [path: string, text: string])[],
  was: ReadonlyMap<string, string>,
  shown: readonly string[],
): { readonly diff: string; readonly ways: Ways } {
  const mask = (text: string): string => cleanLines(text, shown);
  const texts = changed.map(([path, after]) => ({ path, before: was.get(path) ?? '', after }));
  const exact = texts.map(({ path, ...both }) => fileDiff(path, both));
  const masked = texts.map(({ path, ...both }) => fileDiff(path, { ...both, show: mask }));
  const joined = (of: readonly FileDiff[], form: 'diff' | 'visibleDiff'): string =>
    of.map((one) => one[form] ?? '').join('');
  const isVisible = masked.every(({ visibleDiff }) => visibleDiff !== undefined);
  // A masked line would not match the file.
  const form = (['diff', 'visibleDiff'] as const).find(
    (one) =>
      isVisible &&
      (one === 'visibleDiff' || joined(exact, one) === joined(masked, one)) &&
      mask(joined(masked, one)) === joined(masked, one),
  );
  const patch = form === undefined ? {} : { patch: joined(masked, form), applyWith: applyCommands[form] };
  const visible = texts.map(({ after }) => mask(after)).join('\n');
  const edits = exact.flatMap((one) => one.edits);
  const areVisible = edits.every(({ text }) => mask(text) === text && visible.includes(text));
  return {
    diff: joined(masked, 'diff'),
    ways: texts.length === 0 ? {} : { ...patch, ...(areVisible ? { edits } : {}) },
  };
}

const applyCommands = {
  diff: 'git apply proposal.diff',
  visibleDiff: 'git apply --unidiff-zero proposal.diff',
} as const;

const maxTextLength = 60_000;

function fileJson(path: string, text: string, shown: readonly string[]) {
  const masked = cleanLines(text, shown) !== text;
  return { path, masked, ...(text.length > maxTextLength ? {} : { text }) };
}

function effectLine({ contact, target, effect, note }: Effect): string {
  const text = note === undefined ? '' : `: ${note}`;
  return `${effect} ${contact}${target === undefined ? '' : ` ${effectPrepositions[effect]} ${target}`}${text}`;
}

const effectPrepositions: Readonly<Record<Effect['effect'], string>> = {
  add: 'to',
  remove: 'from',
  'add-absent': 'in',
  'remove-absent': 'in',
  none: 'in',
};

function nextLines(proposal: string, { patch, applyWith, edits }: Ways): readonly string[] {
  const byEdits = 'make the changes of `edits`, from the last to the first';
  const byHand = edits
    ? byEdits
    : 'let the user edit the file: the changed lines hold addresses that are hidden here';
  return [
    'No file was written.',
    `What merging it would do: plan with proposal "${proposal}".`,
    patch === undefined
      ? `The diff hides an address that you did not name, so it cannot be applied: ${byHand}.`
      : `To write it: save \`patch\` as proposal.diff, then ${applyWith}.${edits ? ` Or ${byEdits}.` : ''}`,
  ];
}

/** Without context, git inserts lines by their number: in another text, that may be the list of another target. */
function unsavedLines(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const named = paths.map((path) => JSON.stringify(path)).join(', ');
  return [
    `Not yet: this proposal changes texts that are not on disk (${named}). Write those first. In the files as they are on disk, \`patch\` and \`edits\` could change other lines, without an error of git.`,
  ];
}

const refusedLines = [
  'No file was written. This change would make the files invalid: do not write it. Fix the problems above, and propose again.',
];
