/** Whether a text is found. */
export type Search = (text: string) => boolean;

/**
 * What is looked for, in either case: all words must occur, and none that has a minus before it.
 * @param query "paid -test" finds what holds "paid" and not "test"; "" finds all
 */
export function searchFor(query: string): Search {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const isUnwanted = (word: string): boolean => word.length > 1 && word.startsWith('-');
  const wanted = words.filter((word) => !isUnwanted(word));
  const unwanted = words.filter(isUnwanted).map((word) => word.slice(1));
  if (words.length === 0) return () => true;
  return (text) => {
    const lower = text.toLowerCase();
    return wanted.every((word) => lower.includes(word)) && !unwanted.some((word) => lower.includes(word));
  };
}
