import { Fragment, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface CopyProps {
  readonly text: string;
  readonly title?: string;
  readonly children: string;
}

const SHOWN_MS = 1_500;

/** Copies a text, and says that it has. */
export function CopyButton({ text, title, children }: CopyProps): JSX.Element {
  const [outcome, setOutcome] = useState('');
  useEffect(() => {
    if (outcome === '') return undefined;
    const timer = setTimeout(() => setOutcome(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('Copied'),
      () => setOutcome('The browser does not allow it'),
    );
  };
  return (
    <>
      <button type="button" title={title} onClick={copy}>
        {outcome === '' ? children : outcome}
      </button>
      <span class="only-heard" role="status">
        {outcome}
      </span>
    </>
  );
}

/** A command that a person is to run elsewhere. */
export function CommandLine({ text }: { readonly text: string }): JSX.Element {
  return (
    <span class="command">
      <code>
        {text.split(' ').map((word, at) => (
          <Fragment key={at}>
            {at > 0 && ' '}
            <span class="word">{word}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton text={text}>Copy</CopyButton>
    </span>
  );
}
