import { ExitCode } from '../../model/exit-code.ts';
import { exampleLines, type Verb } from './verb.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export const completionVerb: Verb = (parser, act) =>
  parser.command(
    'completion [shell]',
    'Print a shell completion script for commands, flags and files',
    (on) =>
      on.positional('shell', { choices: shells, describe: '{bash|zsh|fish} (default: from SHELL)' }).example(
        exampleLines([
          ['completion bash >> ~/.bashrc', 'Open a new shell afterwards'],
          ['completion zsh >> ~/.zshrc', 'Place it after compinit'],
          ['completion fish > ~/.config/fish/completions/rollcall.fish', 'Takes effect immediately'],
        ]),
      ),
    act(async ({ shell }, session) => {
      session.print(completionScripts[shell ?? defaultShell(process.env['SHELL'])]);
      return ExitCode.done;
    }),
  );

function defaultShell(path = ''): (typeof shells)[number] {
  return shells.find((shell) => path.endsWith(shell)) ?? 'bash';
}

/**
 * Completion scripts that call rollcall for the possible next words. The scripts of yargs need bash 4 and complete no
 * files in fish. yargs chooses its output by `SHELL`: plain words for bash, words with descriptions for the others. The
 * scripts offer flags only after a dash, so that files come first.
 */
const completionScripts = {
  bash: `# rollcall completion for bash 3.2 and later
_rollcall() {
  local current="\${COMP_WORDS[COMP_CWORD]}" word
  COMPREPLY=()
  while IFS= read -r word; do
    case "$word" in -*) [[ "$current" == -* ]] || continue ;; esac
    [[ "$word" == "$current"* ]] && COMPREPLY+=("$word")
  done < <(SHELL=bash ZSH_NAME= rollcall --get-yargs-completions "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
}
complete -o bashdefault -o default -F _rollcall rollcall
`,
  zsh: `#compdef rollcall
_rollcall() {
  local -a words_
  local word
  for word in "\${(@f)$(SHELL=zsh rollcall --get-yargs-completions "\${(@)words[1,CURRENT]}" 2>/dev/null)}"; do
    [[ -z "$word" || ( "$word" == -* && "$words[CURRENT]" != -* ) ]] && continue
    words_+=("$word")
  done
  if (( \${#words_} )); then
    _describe rollcall words_
  else
    _files
  fi
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then
  _rollcall "$@"
else
  compdef _rollcall rollcall
fi
`,
  fish: `# rollcall completion for fish
function __rollcall_complete
    set -l current (commandline --current-token)
    set -l words (commandline --tokenize --cut-at-cursor --current-process) "$current"
    set -l offers
    for word in (SHELL=fish ZSH_NAME= rollcall --get-yargs-completions $words 2>/dev/null)
        if not string match --quiet -- '-*' $word; or string match --quiet -- '-*' $current
            set --append offers $word
        end
    end
    if test (count $offers) -gt 0
        printf '%s\\n' $offers
    else
        __fish_complete_path $current
    end
end
complete --command rollcall --no-files --arguments '(__rollcall_complete)'
`,
} as const;
