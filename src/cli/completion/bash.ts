import type { Level, Value } from './words.ts';

/**
 * The longest known path of the typed words decides what comes next; what no list has is a file name, or nothing.
 * Works from bash 3.2 on, which macOS has.
 */
export function bash(levels: readonly Level[]): string {
  const paths = levels.filter(({ path }) => path.length > 0).map(({ path }) => `"${spaced(path)}"`);
  return `_lambdaless() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" word
  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in ${paths.join('|')}) path="$path $word" ;; esac
  done
  COMPREPLY=()
  case "$path $previous" in
${levels.flatMap(valueCases).join('\n')}
  *)
    case "$path" in
${levels.map(levelCase).join('\n')}
    esac ;;
  esac
  case "$words" in
  FILE) ;;
  NONE) compopt +o default 2>/dev/null ;;
  FILE\\ *) case "$current" in -*) COMPREPLY=($(compgen -W "\${words#FILE }" -- "$current")) ;; esac ;;
  *) COMPREPLY=($(compgen -W "$words" -- "$current")); compopt +o default 2>/dev/null ;;
  esac
}
complete -o default -F _lambdaless lambdaless
`;
}

function valueCases({ path, flags }: Level): string[] {
  return flags.flatMap(({ name, value }) =>
    value === undefined ? [] : [`  "${spaced([...path, name])}") words="${wordsOf(value)}" ;;`],
  );
}

function levelCase({ path, commands, flags, arguments: given }: Level): string {
  const words = [...commands.map(({ name }) => name), ...flags.map(({ name }) => name)];
  if (typeof given !== 'string') words.unshift(...given);
  const files = given === 'file' ? 'FILE ' : '';
  return `    "${spaced(path)}") words="${files}${words.join(' ')}" ;;`;
}

function wordsOf(value: Value): string {
  if (value === 'file') return 'FILE';
  return value === 'unknown' ? 'NONE' : value.join(' ');
}

/** As the loop over the typed words makes it. */
function spaced(words: readonly string[]): string {
  return words.map((word) => ` ${word}`).join('');
}
