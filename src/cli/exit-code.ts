/** Documented in docs/cli.md; they do not change their meaning. */
export const ExitCode = {
  ok: 0,
  /** The command could not do, or did not find, what was asked. */
  failure: 1,
  /** The command line itself is wrong: an unknown flag, a missing or malformed argument. */
  usage: 2,
} as const;
