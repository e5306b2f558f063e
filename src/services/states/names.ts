/** Source: API reference, the `name` of CreateStateMachine and StartExecution. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}\u{10FFFF}]{1,80}$/u;

/** Whether an execution or a state machine may be called so. */
export function isName(name: string): boolean {
  return NAME.test(name);
}
