import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest } from '../request.ts';
import { onResource, RESOURCE, taggedBy } from './shared.ts';

/** Source: API reference, UntagResource. A key that is not there is passed over. */
export function untagResourceOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:UntagResource',
    permissions: onResource('states:UntagResource'),
    async invoke(input) {
      checkRequest(input, { ...RESOURCE, tagKeys: { type: 'list', required: true } });
      const { tags } = taggedBy(input, machines);
      for (const key of input['tagKeys'] as string[]) tags.delete(key);
      return {};
    },
  };
}
