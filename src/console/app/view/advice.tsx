import type { JSX } from 'preact';
import type { Connection } from '../model/connection.ts';
import { expiryOf, signingCommand } from '../model/signed-url.ts';
import { momentText } from './arrival-time.ts';
import { CommandLine } from './copy-button.tsx';

/** What to do about a connection that does not come about. */
export function AdviceBox({ connection }: { readonly connection: Connection }): JSX.Element | null {
  const { advice, url } = connection;
  if (!advice) return null;
  return (
    <div class="advice" role="alert">
      <p>{advice === 'expired' ? expiredText(url) : refusedText(url)} Run this, and paste what it prints:</p>
      <CommandLine text={signingCommand(url)} />
    </div>
  );
}

function expiredText(url: string): string {
  const ended = momentText(expiryOf(url) ?? 0, Date.now());
  return `The signature of this URL ended at ${ended}, so it opens no connection any more. This page has no credentials and cannot sign again.`;
}

/** Browsers keep the reason from pages. */
function refusedText(url: string): string {
  return expiryOf(url) === undefined
    ? 'Nothing answers there, or it refuses: a browser does not say which. A stack that asks for a signature wants a signed URL.'
    : 'Nothing answers there, or it refuses: a browser does not say which. If it refuses, the signature is wrong, or whoever signed may not connect.';
}
