/**
 * Characters that show nothing and can make a text look like another one: controls, marks of direction, zero widths.
 * Those that join emoji and letters stay.
 */
const INVISIBLE = /[\p{Cc}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff]/gu;

/** The text with what cannot be seen written as in JSON. */
export function visibleText(text: string): string {
  return text.replaceAll(
    INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
