/** What became of an expectation, for the report. */
export interface Outcome {
  /** Seconds are what the format counts in. */
  readonly elapsedMs: number;
  /** Not as expected: in one line, and at length. */
  readonly failure?: { readonly message: string; readonly detail: string };
  /** It could not be judged. */
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * One test case in the XML that CI systems read. The format has two schemas, that of Ant's JUnit task and that of
 * Jenkins; this satisfies both.
 * @param at when the report is written
 */
export function junitReport(title: string, outcome: Outcome, at: Date): string {
  const { failure, error } = outcome;
  const seconds = (outcome.elapsedMs / 1000).toFixed(3);
  const counts = `tests="1" failures="${failure ? 1 : 0}" errors="${error ? 1 : 0}" time="${seconds}"`;
  const about = `name="lambdaless expect" id="0" package="lambdaless" hostname="localhost"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite ${about} timestamp="${at.toISOString().slice(0, 19)}" ${counts}>
    <properties/>
    <testcase classname="lambdaless.expect" name="${escaped(title)}" time="${seconds}">${problem(outcome)}</testcase>
    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>
`;
}

function problem({ failure, error }: Outcome): string {
  if (error) return `<error type="${escaped(error.code)}" message="${escaped(error.message)}"/>`;
  if (!failure) return '';
  return `<failure type="ExpectationFailed" message="${escaped(failure.message)}">${escaped(failure.detail)}</failure>`;
}

/** A line break inside an attribute would be read as a space. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 has no place for most control characters, not even escaped ones. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\u{FFFD}')
      .replace(/[&<>"\n]/g, (character) => ENTITIES[character] as string)
  );
}
