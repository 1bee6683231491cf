import type { Problems } from '../problems.ts';
import type { FileScope, LocalProblem, SourceDocument } from '../source-file.ts';
import { scopeOf } from '../source-file.ts';
import type { SourceNode } from '../source/source-tree.ts';
import { buildTree } from './build-tree.ts';
import { explainYamlFault } from './explain-yaml-fault.ts';
import type { YamlFault } from './parse-yaml.ts';
import { looksLikeConfiguration } from './looks-like-configuration.ts';
import { parseYaml } from './parse-yaml.ts';

/** A file's text as a document with positions; nothing when it is no YAML block of keys, which is reported. */
export function readYaml(file: string, text: string, problems: Problems): SourceDocument | undefined {
  const { document, lines, errors } = parseYaml(text);
  const scope = scopeOf(file, lines, problems);
  if (errors.length > 0) {
    const isOurs = looksLikeConfiguration(text);
    for (const fault of firstOfEachLine(errors, scope)) scope.report(explainYamlFault(fault, isOurs));
    return undefined;
  }
  if (!document?.contents) return fail(scope, emptyFile);
  const root = buildTree(document.contents, scope);
  if (!root || root.kind === 'map') return root && { scope, root };
  return fail(scope, isNull(root) ? emptyFile : notAMap(root));
}

function fail(scope: FileScope, problem: LocalProblem): undefined {
  scope.report(problem);
}

/** One slip makes the parser stumble several times on the same line. */
function firstOfEachLine(faults: readonly YamlFault[], scope: FileScope): readonly YamlFault[] {
  const seen = new Set<number>();
  return faults.filter((fault) => {
    const { line } = scope.place(fault.offset);
    return !seen.has(line) && seen.add(line);
  });
}

function isNull(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

const howToBegin = 'Begin with `version: 1` and `portal: simulated`.';

const emptyFile = { code: 'empty-file', at: 0, message: 'This file says nothing.', help: howToBegin };

function notAMap(root: SourceNode): LocalProblem {
  const found = root.kind === 'list' ? `a list of ${root.items.length}` : 'a single value';
  const message = `A configuration is a block of keys; this file holds ${found}.`;
  return { code: 'not-a-map', at: root.offset, message, help: howToBegin };
}
