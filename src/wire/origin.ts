/**
 * Who may speak to the local endpoint.
 *
 * Callers on loopback are trusted whatever they sign with, so two attacks by a web page that the developer has
 * open elsewhere have to be stopped here: a request from that page (it carries a foreign `Origin`), and DNS
 * rebinding, where the page's own host name resolves to 127.0.0.1 (it carries a foreign `Host`).
 */
export interface TrustedHosts {
  /** Host names besides loopback that lead here by intention, as `host.docker.internal`; without port. */
  readonly also: readonly string[];
}

export const LOOPBACK_ONLY: TrustedHosts = { also: [] };

/** Whether a `Host` header names loopback or a host trusted by configuration. */
export function isTrustedHost(host: string | undefined, trusted: TrustedHosts): boolean {
  if (host === undefined) return false;
  const name = hostNameOf(host);
  return name !== undefined && (isLoopback(name) || trusted.also.includes(name));
}

/** Whether a request with this `Origin` may be served; programs send none, browsers always do. */
export function isTrustedOrigin(origin: string | undefined, trusted: TrustedHosts): boolean {
  if (origin === undefined) return true;
  const parts = /^https?:\/\/([^/]+)$/.exec(origin);
  return parts?.[1] !== undefined && isTrustedHost(parts[1], trusted);
}

function hostNameOf(host: string): string | undefined {
  const parts = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d+)?$/i.exec(host);
  return parts?.[1]?.toLowerCase();
}

function isLoopback(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]') return true;
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
