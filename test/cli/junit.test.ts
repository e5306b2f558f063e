import { describe, expect, it } from 'vitest';
import { junitReport } from '../../src/cli/expect/junit.ts';

const AT = new Date('2026-11-22T17:33:52.123Z');

// Reports of these three kinds were validated with xmllint against Ant's JUnit.xsd and Jenkins' junit-10.xsd.
describe('a JUnit report', () => {
  it('of an expectation that was met', () => {
    expect(
      junitReport('an event matches {"source":["a"]}', { elapsedMs: 1234 }, AT),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="lambdaless expect" id="0" package="lambdaless" hostname="localhost" timestamp="2026-11-22T17:33:52" tests="1" failures="0" errors="0" time="1.234">
    <properties/>
    <testcase classname="lambdaless.expect" name="an event matches {&quot;source&quot;:[&quot;a&quot;]}" time="1.234"></testcase>
    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>
`);
  });

  it('of one that was not, with the nearest miss', () => {
    const failure = { message: '0 of 1 event', detail: 'nearest miss:\n3 is not > 5 \u0001 & ]]>' };
    const report = junitReport('title', { elapsedMs: 1, failure }, AT);
    expect(report).toContain('failures="1" errors="0"');
    expect(report).toContain(
      '<failure type="ExpectationFailed" message="0 of 1 event">nearest miss:&#10;3 is not &gt; 5 \u{FFFD} &amp; ]]&gt;</failure>',
    );
  });

  it('of one that could not be judged', () => {
    const report = junitReport(
      't',
      { elapsedMs: 1, error: { code: 'CONNECTION_FAILED', message: 'no "server"' } },
      AT,
    );
    expect(report).toContain('failures="0" errors="1"');
    expect(report).toContain('<error type="CONNECTION_FAILED" message="no &quot;server&quot;"/>');
  });
});
