import type { Flag, Level, Value } from './words.ts';

/** A line for each word. Names of files are offered only where a file is meant. */
export function fish(levels: readonly Level[]): string {
  return `${['complete -c lambdaless -f', ...levels.flatMap(linesOf)].join('\n')}\n`;
}

function linesOf({ path, commands, flags, arguments: given }: Level): string[] {
  const start = `complete -c lambdaless -n ${quoted(conditionOf(path, commands))}`;
  return [
    ...commands.map(({ name, about }) => `${start} -a ${name} -d ${quoted(about)}`),
    ...flags.map((flag) => `${start} ${flagOf(flag)}`),
    ...argumentsOf(given).map((option) => `${start} ${option}`),
  ];
}

function conditionOf(path: readonly string[], commands: Level['commands']): string {
  if (path.length === 0) return '__fish_use_subcommand';
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const ahead = commands.map(({ name }) => name).join(' ');
  return [...seen, ...(ahead ? [`not __fish_seen_subcommand_from ${ahead}`] : [])].join('; and ');
}

function flagOf({ name, about, value }: Flag): string {
  return [
    `-l ${name.slice(2)}`,
    ...(value === undefined ? [] : valueOption(value)),
    `-d ${quoted(about)}`,
  ].join(' ');
}

/** -r: a value has to follow; -F: it may be a file; -x: it is one of these, or anything but a file. */
function valueOption(value: Value): string[] {
  if (value === 'file') return ['-r -F'];
  return value === 'unknown' ? ['-x'] : [`-x -a ${quoted(value.join(' '))}`];
}

function argumentsOf(given: Value): string[] {
  if (given === 'file') return ['-F'];
  return given === 'unknown' ? [] : [`-a ${quoted(given.join(' '))}`];
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
