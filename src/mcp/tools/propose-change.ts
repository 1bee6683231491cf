import { hasErrors } from '../../model/results/diagnostic.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { diagnosticJson } from '../../render/json/entries.ts';
import { fileDiff } from '../../render/text/file-diff.ts';
import { maskLines } from '../clean.ts';
import { problemLines } from '../invalid-files.ts';
import { type Effect, proposeChange, type Wanted } from '../propose.ts';
import { defineTool } from '../tool.ts';
import { declaredSenders } from './declared-senders.ts';
import { readingFiles, textsArguments, type TextsArgs } from './files-argument.ts';

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
    const { before, after, effects, diagnostics, was, desired } = proposed;
    const shown = [...proposed.shown, ...[was, desired].flatMap((one) => (one ? declaredSenders(one) : []))];
    const changed = [...after].filter(([path, text]) => before.get(path) !== text);
    const proposal =
      changed.length === 0
        ? undefined
        : call.proposals.keep({ paths, texts: new Map([...proposed.texts, ...after]) });
    const diffs = changed.map(([path, text]) => fileDiff(path, before.get(path) ?? '', text));
    const diff = diffs.map((one) => one.diff).join('');
    const bare = diffs.map((one) => one.bareDiff).join('');
    const mask = (text: string): string => maskLines(text, shown);
    const patch = [diff, bare].find((text) => mask(text) === text);
    const command = patch === undefined ? undefined : applyCommand(patch === diff);
    const edits = diffs.flatMap((one) => one.edits);
    const valid = !hasErrors(diagnostics);
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
        files: changed.map(([path, text]) => ({ path, masked: mask(text) !== text, ...textOf(text) })),
        diff,
        ...(changed.length > 0 && patch !== undefined ? { patch, applyWith: command } : {}),
        ...(edits.every(({ text }) => mask(text) === text) ? { edits } : {}),
        diagnostics: diagnostics.map(diagnosticJson),
      },
      summary: [
        ...effects.map(effectLine),
        ...(valid ? [] : ['The edited files are invalid:']),
        ...problemLines(diagnostics.filter(({ severity }) => !(valid && severity === 'advice'))),
        ...(diff === '' ? ['Nothing to change.'] : diff.trimEnd().split('\n')),
      ],
      next: diff === '' ? [] : nextLines(proposal, command),
      shown,
    };
  },
});

const maxTextLength = 60_000;

function textOf(text: string): { readonly text?: string } {
  return text.length > maxTextLength ? {} : { text };
}

function applyCommand(withContext: boolean): string {
  return withContext ? 'git apply proposal.diff' : 'git apply --unidiff-zero proposal.diff';
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

function nextLines(proposal: string | undefined, command: string | undefined): readonly string[] {
  const how =
    command === undefined
      ? 'The diff hides an address that you did not name, so it cannot be applied: make the changes of `edits`, from the last to the first.'
      : `To write it: save \`patch\` as proposal.diff, then ${command}. Or make the changes of \`edits\`, from the last to the first.`;
  return [
    'No file was written.',
    ...(proposal === undefined ? [] : [`What merging it would do: plan with proposal "${proposal}".`]),
    how,
  ];
}
