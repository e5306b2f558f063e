import type { ExpectationResult } from '../../client/expectation.ts';

/** One test case in the format that CI systems read (JUnit's XML, as Jenkins and GitLab document it). */
export function junitReport(title: string, result: ExpectationResult, verdict: string): string {
  const seconds = (result.elapsedMs / 1000).toFixed(3);
  const failures = result.satisfied ? 0 : 1;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="lambdaless expect" tests="1" failures="${failures}" time="${seconds}">
    <testcase classname="lambdaless.expect" name="${escaped(title)}" time="${seconds}">${failure(result, verdict)}</testcase>
  </testsuite>
</testsuites>
`;
}

function failure({ satisfied, nearest }: ExpectationResult, verdict: string): string {
  if (satisfied) return '';
  const detail = nearest ? ['nearest miss:', nearest.text, ...nearest.reasons].join('\n') : '';
  return `<failure message="${escaped(verdict)}">${escaped(detail)}</failure>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no place for most control characters, not even escaped ones. */
function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (character) => ENTITIES[character] as string)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\u{FFFD}')
  );
}
