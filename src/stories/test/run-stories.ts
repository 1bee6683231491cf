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
  const others: string[] = [];
  for (const [index, path] of paths.entries()) {
    const title = matches.length === 0 ? path : await titleOf(path, files);
    if (matches.length === 0 || matches.some((match) => match(path) || match(title)))
      results.push(await runStory(path, files, options));
    else others.push(title === path ? path : `${path} (${title})`);
    request.onStory?.(index + 1, paths.length);
  }
  if (results.length === 0) throw others.length === 0 ? noStories(request.paths) : noMatch(only, others);
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

/** Returns the title of a story; the path of one without a title, or with problems. */
async function titleOf(path: string, files: FileReader): Promise<string> {
  const { readStory } = await import('../../schema/story/read-story.ts');
  const read = await readStory(path, files);
  return 'story' in read ? read.story.title : path;
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

function noStories(paths: readonly string[]): Failure {
  return new Failure({
    code: 'no-stories',
    message: `There is no file *${ending} in ${paths.length === 0 ? 'this folder' : paths.join(', ')} or below.`,
    help: 'Write one: docs/rehearsal.md shows how. `rollcall init` writes a first one.',
  });
}

const shownStories = 10;

function noMatch(only: readonly string[], others: readonly string[]): Failure {
  const more = others.length - shownStories;
  const names = [...others.slice(0, shownStories), ...(more > 0 ? [`${formatNumber(more)} more`] : [])];
  return new Failure({
    code: 'no-stories',
    message: `--only ${only.join(', ')} matches none of ${count(others.length, 'story', 'stories')}: ${names.join(', ')}.`,
    help: '--only takes a part of a path or title as it is written, or a glob for all of it: --only weekend, --only "outreach/*.story.yaml"',
  });
}
