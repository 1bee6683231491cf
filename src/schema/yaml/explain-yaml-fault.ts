import { maskAddresses } from '../../model/text/mask-emails.ts';
import type { LocalProblem } from '../source-file.ts';
import type { YamlFault } from './parse-yaml.ts';
import { deepestNesting } from './parse-yaml.ts';

/** A fault of the YAML text in the words of this tool. The parser's words quote the text where `mayQuote`. */
export function explainYamlFault(fault: YamlFault, mayQuote: boolean): LocalProblem {
  const said = mayQuote ? maskAddresses(fault.message) : fault.message.replace(/[:"'`!].*$/s, '');
  const explain = explanations[fault.code] ?? notYaml;
  return { ...explain(said), at: fault.offset };
}

type Explain = (said: string) => Omit<LocalProblem, 'at'>;

const tooDeep: Explain = () => ({
  code: 'yaml-too-deep',
  message: `The text is nested more than ${deepestNesting} levels deep here.`,
  help: 'A configuration needs about six. Look for brackets that were never closed.',
});

const explanations: Partial<Record<YamlFault['code'], Explain>> = {
  TAB_AS_INDENT: () => ({
    code: 'yaml-tab',
    message: 'YAML does not allow a tab for indentation: use spaces.',
    help: 'Indent with spaces, two for each level.',
  }),
  MULTIPLE_DOCS: () => ({
    code: 'yaml-two-documents',
    message: 'A second YAML document begins here; a file holds one.',
    help: 'Remove the line `---`, or move what follows into a file of its own and name both files.',
  }),
  TOO_DEEP: tooDeep,
  RESOURCE_EXHAUSTION: tooDeep,
  TAG_RESOLVE_FAILED: (said) => ({
    code: 'yaml-tag',
    message: `${said}; rollcall takes plain YAML values only.`,
    help: 'Remove the tag (the word that begins with `!`), or put the value in quotes.',
  }),
  BAD_INDENT: (said) => ({
    code: 'yaml-indentation',
    message: `The indentation does not fit: ${said}.`,
    help: 'Give every line of one block the same number of spaces.',
  }),
  BAD_SCALAR_START: (said) => ({
    code: 'yaml-syntax',
    message: `This is not YAML: ${said}.`,
    help: 'Put the value in quotes.',
  }),
};

const notYaml: Explain = (said) => ({
  code: 'yaml-syntax',
  message: `This is not YAML: ${said}.`,
  help: 'Look at this line and the one above it: a missing quote, colon, bracket or space is the usual cause.',
});
