/** Finds and plays stories. */
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import type { StoryResult, StoryResults, StoryStatus } from '../../model/results/story-result.ts';
import { count, formatNumber } from '../../model/text/count.ts';
import { compileWildcard } from '../../model/text/wildcard.ts';
import { runStory, type StoryOptions } from './run-story.ts';

export interface StoriesRequest extends StoryOptions {
  /** Stories, and folders that are searched with their subfolders. Empty: the working folder. */
  readonly paths: readonly string[];
  readonly files: FileReader;
  /** Play only stories whose path or title matches one of these globs, or contains it. */
  readonly only: readonly string[];
  readonly onStory?: (done: number, total: number) => void;
}

const ending = '.story.yaml';

/**
 * Plays stories one after the other, in the order of their paths. Throws `Failure` `no-stories` if there are none, and
 * `interrupted`.
 */
export async function runStories(request: StoriesRequest): Promise<StoryResults> {
  const { files, only, interrupt, atExit, snapshotKey } = request;
  const options = { ...(interrupt ? { interrupt } : {}), atExit, snapshotKey };
  const paths = await storyPaths(request);
  const matches = only.map((glob) => compileWildcard(glob.includes('*') ? glob : `*${glob}*`));
  const results: StoryResult[] = [];
  for (const [index, path] of paths.entries()) {
    const isNamed = matches.length === 0 || matches.some((match) => match(path));
    if (isNamed || (await titleMatches(path, files, matches)))
      results.push(await runStory(path, files, options));
    request.onStory?.(index + 1, paths.length);
  }
  if (results.length === 0) throw noStories(only);
  const amount = (status: StoryStatus): number => results.filter((one) => one.status === status).length;
  return {
    formatVersion: outputFormatVersion,
    stories: results,
    counts: { passed: amount('passed'), failed: amount('failed'), invalid: amount('invalid') },
  };
}

/** Returns 3 if a story is invalid, otherwise 1 if one failed. */
export function storiesExitCode({ counts }: Pick<StoryResults, 'counts'>): ExitCode {
  if (counts.invalid > 0) return ExitCode.invalidConfiguration;
  return counts.failed > 0 ? ExitCode.error : ExitCode.done;
}

async function titleMatches(
  path: string,
  files: FileReader,
  matches: readonly ((text: string) => boolean)[],
): Promise<boolean> {
  const { readStory } = await import('../../schema/story/read-story.ts');
  const read = await readStory(path, files);
  return 'story' in read && matches.some((match) => match(read.story.title));
}

async function storyPaths({ paths, files }: StoriesRequest): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const isFolder = (await files.list(path)) !== undefined;
    found.push(...(isFolder ? await storiesIn(path, files) : [path]));
  }
  return [...new Set(found)].toSorted();
}

async function storiesIn(folder: string, files: FileReader): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of (await files.list(folder)) ?? []) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = folder === '.' ? name : `${folder.replace(/\/+$/u, '')}/${name}`;
    if (name.endsWith(ending)) found.push(path);
    // A file has no entries.
    else found.push(...(await storiesIn(path, files)));
  }
  return found;
}

function noStories(only: readonly string[]): Failure {
  return new Failure({
    code: 'no-stories',
    message: only.length === 0 ? `There is no file *${ending}.` : `No story matches ${only.join(', ')}.`,
    help: 'Write one: docs/rehearsal.md shows how. `rollcall init` writes a first one.',
  });
}
