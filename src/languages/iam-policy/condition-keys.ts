/** Condition keys that requests on a laptop can carry, in lower case: keys ignore case. */
export const CONDITION_KEYS: ReadonlySet<string> = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'dynamodb:leadingkeys',
  'events:detail-type',
  'events:source',
]);

/** Condition keys that AWS has and no request on a laptop does, by prefix: why. */
export const KEYS_WITHOUT_VALUE: Readonly<Record<string, string>> = {
  'aws:principalorg': 'asks for an organization, which does not exist on a laptop',
  'aws:resourceorg': 'asks for an organization, which does not exist on a laptop',
  'aws:sourceorg': 'asks for an organization, which does not exist on a laptop',
  'aws:principaltag/': 'asks for tags, which roles do not carry on a laptop',
  'aws:resourcetag/': 'asks for tags, which resources do not carry on a laptop',
  'aws:requesttag/': 'asks for tags, which requests do not carry on a laptop',
  'aws:tagkeys': 'asks for tags, which requests do not carry on a laptop',
  'aws:sourcevpc': 'asks for a network, which does not exist on a laptop',
  'aws:vpcsourceip': 'asks for a network, which does not exist on a laptop',
  'aws:sourceip': 'asks for an address, which a service that calls in a role does not have',
  'aws:user': 'asks for a person, but only services call in roles',
  'aws:multifactorauth': 'asks for a second factor, which nobody gives on a laptop',
};
