import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest } from '../request.ts';
import { describeTags } from '../tags.ts';
import { onResource, RESOURCE, taggedBy } from './shared.ts';

/** Source: API reference, ListTagsForResource. */
export function listTagsForResourceOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:ListTagsForResource',
    permissions: onResource('states:ListTagsForResource'),
    async invoke(input) {
      checkRequest(input, RESOURCE);
      return { tags: describeTags(taggedBy(input, machines).tags) };
    },
  };
}
