import type { LocalProblem, SourceNode } from '../source-file.ts';

/** What YAML 1.1, and many a reader still, takes for true and false. */
const yaml11Boolean = /^(?:y|yes|n|no|on|off|true|false)$/i;

export function isYaml11Boolean(text: string): boolean {
  return yaml11Boolean.test(text);
}

/** The problem of an id that is a word for true or false (`yes`, `off`). */
export function yaml11BooleanProblem(node: SourceNode): LocalProblem | undefined {
  if (node.kind !== 'scalar' || !isYaml11Boolean(node.text)) return undefined;
  return {
    code: 'boolean-as-id',
    at: node.offset,
    message: `\`${node.text}\` is a word for true or false, not an id.`,
    help: 'Write the digits from HubSpot, for example `id: 5510021`.',
  };
}
