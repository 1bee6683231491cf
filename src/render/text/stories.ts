import type { StoryFailure, StoryResult, StoryResults } from '../../model/results/story-result.ts';
import { count, formatPlace } from '../view/format.ts';
import { safeLine } from '../view/safe-text.ts';
import { renderDiagnostics } from './diagnostics.ts';
import { wrap } from './layout.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/** Renders the results of stories: one line each, and for each failure its place, both sides and the timeline. */
export function renderStories(results: StoryResults, options: TextOptions): string {
  const style = createStyle(options);
  const lines = results.stories.flatMap((story) => storyLines(story, { style, options }));
  const { passed, failed, invalid } = results.counts;
  const parts = [
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(invalid > 0 ? [`${invalid} invalid`] : []),
  ];
  const total = `${count(results.stories.length, 'story', 'stories')}: ${parts.join(', ')}`;
  return `${[...lines, style.heading(total)].join('\n')}\n`;
}

function storyLines(
  { status, title, file, failures, diagnostics }: StoryResult,
  { style, options }: { readonly style: Style; readonly options: TextOptions },
): readonly string[] {
  const { width, tone } = style;
  const name = title === file ? file : `${title} (${file})`;
  const head = { passed: tone.add('✓'), failed: tone.stop('✗'), invalid: tone.stop('!') }[status];
  return [
    ...wrap(name, { width, first: `${head} `, rest: '  ' }),
    ...failures.flatMap((failure) => failureLines(failure, style)),
    ...(diagnostics.length > 0 ? renderDiagnostics(diagnostics, options).trimEnd().split('\n') : []),
  ];
}

function failureLines(
  { source, expected, actual, invariant, timeline }: StoryFailure,
  { width, faint }: Style,
): readonly string[] {
  const kind = invariant === undefined ? '' : ` (invariant ${invariant} of rollcall)`;
  return [
    `  ${safeLine(formatPlace(source))}${kind}`,
    ...wrap(expected, { width, first: '    expected: ', rest: '      ' }),
    ...wrap(actual, { width, first: '    actual:   ', rest: '      ' }),
    ...timeline.map((line) => faint(`      ${safeLine(line)}`)),
  ];
}
