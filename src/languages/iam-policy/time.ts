import type { PolicyDocument } from './document.ts';

/** As a condition's key, or as a variable in a resource or value. */
const TIME = /aws:(currenttime|epochtime)/i;

/** Whether a policy may decide otherwise about the same request at another time. */
export function dependsOnTime({ statements }: PolicyDocument): boolean {
  return statements.some(({ resources = [], conditions }) =>
    [...resources, ...conditions.flatMap(({ key, values }) => [key, ...values])].some((text) =>
      TIME.test(text),
    ),
  );
}
