import type {
  ComparedDefinition,
  DefinitionDiffResult,
  PulledFile,
  PullResult,
  TemplateResult,
} from '../../model/results/definitions.ts';
import { assertNever } from '../../model/failure.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { definitionDiff, definitionName } from '../view/definition-diff.ts';
import { count } from '../view/format.ts';
import { safeLine } from '../view/safe-text.ts';
import { wrap } from './layout.ts';
import { paintDiff } from './paint-diff.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/** Renders the files that `pull` wrote or left. Unchanged files are counted only. */
export function renderPulled({ kind, files }: PullResult, options: TextOptions): string {
  const style = createStyle(options);
  const of = (status: PulledFile['status']): number => files.filter((file) => file.status === status).length;
  const [kept, missing] = [of('kept'), of('missing')];
  const counts = [
    ...countOf(of('new'), 'new'),
    ...countOf(of('updated'), 'updated'),
    ...countOf(of('unchanged'), 'unchanged'),
    ...countOf(kept, 'not overwritten'),
  ];
  const lines = [
    ...files.flatMap((file) => pulledLines(file, style)),
    `${count(files.length - missing, 'file')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`,
    ...secretLines(files, style),
    ...(missing === 0 ? [] : [`HubSpot returned no definition of ${count(missing, kind)}, named above.`]),
    ...(!files.some(({ forcible }) => forcible)
      ? []
      : wrap('Commit or move your edits, then pull again; --force overwrites them.', { width: style.width })),
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns a warning with the place of each value that looks like a secret. Files hold what HubSpot returns, in full. */
function secretLines(files: readonly PulledFile[], { tone, width }: Style): readonly string[] {
  const places = files.flatMap(({ path, secrets = [] }) =>
    secrets.map(({ at, line }) => `${path}${line === undefined ? '' : `:${line}`}  ${at}`),
  );
  if (places.length === 0) return [];
  const [noun, them] =
    places.length === 1
      ? ['This value looks like a secret', 'it']
      : ['These values look like secrets', 'them'];
  const advice = `${noun}. Before you commit ${them}, replace ${them} in HubSpot with a secret that HubSpot stores, or keep the file out of the repository.`;
  return [
    ...wrap(advice, { width, first: `${tone.wait('!')} `, rest: '  ' }),
    ...places.map((place) => `    ${safeLine(maskSentences(place))}`),
  ];
}

function countOf(value: number, word: string): readonly string[] {
  return value === 0 ? [] : [`${value} ${word}`];
}

function pulledLines(file: PulledFile, style: Style): readonly string[] {
  const path = safeLine(file.path);
  switch (file.status) {
    case 'new':
      return [`${style.tone.add('+')} ${path}`];
    case 'updated':
      return [`${style.tone.wait('~')} ${path}`, ...changeLines(file.changes, style)];
    case 'kept':
      return [`${style.tone.stop('!')} ${path} ${file.why ?? ''}`, ...changeLines(file.changes, style)];
    case 'missing':
      return [
        `${style.tone.stop('!')} ${safeLine(definitionName(file))} does not exist, or is not visible to the token`,
      ];
    case 'unchanged':
      return [];
    default:
      return assertNever(file.status);
  }
}

function changeLines(changes: PulledFile['changes'], { width }: Style): readonly string[] {
  return changes.flatMap(({ text }) =>
    wrap(safeLine(maskSentences(text)), { width, first: '    ', rest: '      ' }),
  );
}

/** Renders the differences in words, with a unified diff of each definition. */
export function renderDefinitionDiff({ targets }: DefinitionDiffResult, options: TextOptions): string {
  const style = createStyle(options);
  const different = targets.filter(({ status }) => status !== 'unchanged');
  const blocks = different.map((target) => {
    const name = safeLine(definitionName(target));
    if (target.status === 'missing') {
      return [
        `${style.tone.stop('!')} ${name} does not exist, or is not visible to the token (${safeLine(target.path)})`,
      ];
    }
    const diff = definitionDiff(target).trimEnd().split('\n');
    return [
      style.heading(differenceTitle(name, target)),
      ...changeLines(target.changes, style),
      '',
      ...diff.map((line) => paintDiff(safeLine(line), style)),
      '',
    ];
  });
  const total = count(targets.length, 'definition');
  const summary =
    different.length === 0
      ? `${total}: no differences`
      : `${total}: ${different.length} differ${different.length === 1 ? 's' : ''}`;
  return `${[...blocks.flat(), summary].join('\n')}\n`;
}

/** A file that a person wrote or edited may be the one that changed. */
function differenceTitle(name: string, { path, untouched }: ComparedDefinition): string {
  return untouched
    ? `${name} changed since ${safeLine(path)} was pulled`
    : `${name} differs from ${safeLine(path)}`;
}

/** Renders a template, or the next step after it was written. */
export function renderTemplate({ text, path }: TemplateResult): string {
  return path === undefined
    ? text
    : `Wrote ${safeLine(path)}. Next: fill in the lines marked "Fill in", and name the file as the \`definition\` of a workflow in enrollments.yaml.\n`;
}
