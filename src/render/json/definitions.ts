import type {
  ComparedDefinition,
  DefinitionDiffResult,
  PulledFile,
  PullResult,
  TemplateResult,
} from '../../model/results/definitions.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { definitionDiff } from '../view/definition-diff.ts';
import { orderKeys, renderJson } from './entries.ts';

const keys = [
  'kind',
  'id',
  'key',
  'path',
  'status',
  'untouched',
  'why',
  'forcible',
  'changes',
  'secrets',
  'diff',
];

/** Renders the result of `workflows pull` and `sequences pull`. */
export function renderPulledJson({ kind, files }: PullResult): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    kind,
    files: files.map((file) => orderKeys(keys, { ...file, changes: changesJson(file) })),
  });
}

/** Renders the result of `workflows diff` and `sequences diff`. */
export function renderDefinitionDiffJson({ kind, targets }: DefinitionDiffResult): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    kind,
    targets: targets.map((target) => {
      const { texts: _texts, ...others } = target;
      return orderKeys(keys, { ...others, changes: changesJson(target), diff: definitionDiff(target) });
    }),
  });
}

function changesJson({ changes }: Pick<PulledFile | ComparedDefinition, 'changes'>): unknown {
  return changes.map(({ at, text }) => ({ at, text: maskSentences(text) }));
}

/** Renders the result of `workflows new`. */
export function renderTemplateJson({ template, text, path }: TemplateResult): string {
  return renderJson({ formatVersion: outputFormatVersion, template, text, path });
}
