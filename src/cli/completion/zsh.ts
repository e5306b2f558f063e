import type { Flag, Level, Value } from './words.ts';

/** One function for each place, by zsh's own _arguments and _describe. Works as a file in fpath and when sourced. */
export function zsh(levels: readonly Level[]): string {
  return `#compdef lambdaless
${levels.map(functionOf).join('\n')}
if [ "$funcstack[1]" = "_lambdaless" ]; then _lambdaless "$@"; else compdef _lambdaless lambdaless; fi
`;
}

function functionOf({ path, commands, flags, arguments: given }: Level): string {
  const name = nameOf(path);
  const specs = flags.map(specOf);
  if (commands.length === 0) {
    return `${name}() {
  _arguments -s ${[...specs, `'*:argument:${actionOf(given)}'`].join(' \\\n    ')}
}`;
  }
  return `${name}() {
  local context state line
  _arguments -C ${[...specs, "'1: :->command'", "'*:: :->rest'"].join(' \\\n    ')}
  case $state in
  command)
    local -a commands
    commands=(${commands.map(({ name: command, about }) => quoted(`${command}:${about.replaceAll(':', '\\:')}`)).join(' ')})
    _describe command commands ;;
  rest)
    case $line[1] in
${commands.map(({ name: command }) => `    ${command}) ${nameOf([...path, command])} ;;`).join('\n')}
    esac ;;
  esac
}`;
}

function nameOf(path: readonly string[]): string {
  return ['_lambdaless', ...path].join('_');
}

/** "*" in front: once more is never wrong, and often meant. */
function specOf({ name, about, value }: Flag): string {
  const label = `${name}[${about.replaceAll(/[[\]]/g, '\\$&').replaceAll(':', '\\:')}]`;
  return quoted(`*${label}${value === undefined ? '' : `:value:${actionOf(value)}`}`);
}

function actionOf(value: Value): string {
  if (value === 'file') return '_files';
  return value === 'unknown' ? ' ' : `(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
