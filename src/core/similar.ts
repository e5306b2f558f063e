/**
 * Of some names, the one that was probably meant: with a letter too many, too few, other or exchanged in a third of it
 * at most, whatever the case.
 */
export function mostSimilar<Name extends string>(text: string, names: Iterable<Name>): Name | undefined {
  let best: { name: Name; distance: number } | undefined;
  for (const name of names) {
    const distance = distanceOf(text.toLowerCase(), name.toLowerCase());
    if (distance <= name.length / 3 && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name;
}

/** How many letters have to be added, left out, replaced, or exchanged with the next one (optimal string alignment). */
function distanceOf(from: string, to: string): number {
  let [beforePrevious, previous]: number[][] = [
    [],
    Array.from({ length: to.length + 1 }, (_, index) => index),
  ];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const at = (values: readonly number[] | undefined, column: number): number =>
        values?.[column] ?? Infinity;
      const isSame = from[i - 1] === to[j - 1];
      const isExchanged = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(
        Math.min(
          at(previous, j) + 1,
          at(row, j - 1) + 1,
          at(previous, j - 1) + (isSame ? 0 : 1),
          isExchanged ? at(beforePrevious, j - 2) + 1 : Infinity,
        ),
      );
    }
    [beforePrevious, previous] = [previous, row];
  }
  return previous?.[to.length] ?? 0;
}
