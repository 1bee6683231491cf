import type { StoryResults } from '../../model/results/story-result.ts';
import { diagnosticJson, orderKeys, renderJson } from './entries.ts';

/** Renders the results of stories. */
export function renderStoriesJson({ formatVersion, counts, stories }: StoryResults): string {
  return renderJson({
    formatVersion,
    counts: orderKeys(['passed', 'failed', 'invalid'], counts),
    stories: stories.map((story) => ({
      ...orderKeys(['file', 'title', 'status', 'steps', 'failures', 'diagnostics'], story),
      failures: story.failures.map((failure) => ({
        ...orderKeys(['source', 'expected', 'actual', 'invariant', 'timeline'], failure),
        source: orderKeys(['file', 'line', 'column'], failure.source),
      })),
      diagnostics: story.diagnostics.map(diagnosticJson),
    })),
  });
}
