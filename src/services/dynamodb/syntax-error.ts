/** What dynalite says of an expression that it cannot read: its parser's words, which DynamoDB does not use. */
export const PARSER_WORDS: RegExp = /^Invalid (\w+): Syntax error; Expected /;

const TOKEN = /\s*([#:]?[A-Za-z0-9_]+|<>|<=|>=|\S)/gy;

/**
 * DynamoDB's words: the token at fault between its neighbours, as `token: "=", near: "a == :v"`.
 * Source: messages shown in aws-cdk issue 7591, localstack issue 2529, dynoxide issue 12.
 * @param offset where the expression cannot be read any further
 */
export function syntaxErrorIn(expression: string, offset: number): string {
  const tokens = [...expression.matchAll(TOKEN)].map((match) => {
    const text = match[1] as string;
    const end = match.index + match[0].length;
    return { text, start: end - text.length, end };
  });
  const at = tokens.findIndex(({ end }) => end > offset);
  if (at < 0) {
    const near = expression.slice(tokens.at(-1)?.start ?? 0);
    return `Syntax error; token: "<EOF>", near: "${near}"`;
  }
  const [before = tokens[at], token, after = token] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  return `Syntax error; token: "${token?.text}", near: "${expression.slice(before?.start, after?.end)}"`;
}
