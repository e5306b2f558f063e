import type { Integration } from './integration.ts';

/**
 * `.waitForTaskToken`: makes the call, then waits until somebody sends the task's token back; that may be before
 * the call has returned.
 */
export function withCallback(integration: Integration): Integration {
  return {
    ...integration,
    async run(input, scope) {
      const { task, tokens } = scope;
      const token = task.taskToken as string;
      const answered = tokens.wait(token, task);
      try {
        const output = await Promise.race([integration.run(input, scope), answered.then(() => undefined)]);
        if (output !== undefined) task.submitted(output);
        return await answered;
      } finally {
        tokens.forget(token);
      }
    },
  };
}
