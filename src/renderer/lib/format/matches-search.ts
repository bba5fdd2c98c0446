/** Whether each word of the search is the beginning of a word of the text, ignoring case. */
export function matchesSearch(text: string, search: string): boolean {
  const textWords = splitWords(text);
  return splitWords(search).every((word) => textWords.some((other) => other.startsWith(word)));
}

function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
