import type { Argument, Command, Option } from 'commander';

/** What can be typed in one place of the command line. */
export interface Level {
  /** The commands that lead here: [] at the start, ["patterns", "lint"]. */
  readonly path: readonly string[];
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly flags: readonly Flag[];
  readonly arguments: Value;
}

export interface Flag {
  /** "--output" */
  readonly name: string;
  readonly about: string;
  /** What follows it; undefined for a switch. */
  readonly value: Value | undefined;
}

/** Names of files, one of a few words, or something that no shell can guess. */
export type Value = 'file' | 'unknown' | readonly string[];

/** Every place of a command line, the start first. */
export function levelsOf(command: Command, path: readonly string[] = []): Level[] {
  const level: Level = {
    path,
    commands: command.commands.map((inner) => ({ name: inner.name(), about: brief(inner.description()) })),
    flags: [...command.options.map(flagOf), { name: '--help', about: 'display help', value: undefined }],
    arguments: argumentsOf(command.registeredArguments),
  };
  return [level, ...command.commands.flatMap((inner) => levelsOf(inner, [...path, inner.name()]))];
}

function flagOf(option: Option): Flag {
  const { long, description, argChoices } = option;
  const takesValue = option.required || option.optional;
  const value = takesValue ? (argChoices ?? (/<file/.test(option.flags) ? 'file' : 'unknown')) : undefined;
  return { name: long ?? option.flags, about: brief(description), value };
}

function argumentsOf(given: readonly Argument[]): Value {
  const choices = given.flatMap(({ argChoices }) => argChoices ?? []);
  if (choices.length > 0) return choices;
  return given.some((argument) => argument.name().startsWith('file')) ? 'file' : 'unknown';
}

/** The first sentence, without what a person reads in `--help` anyway. */
function brief(text: string): string {
  const sentence = /^.*?(?=[.;](\s|$)|$)/.exec(text)?.[0] ?? text;
  return sentence.replace(/ \(default: .*\)$/, '').trim();
}
