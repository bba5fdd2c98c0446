/** Whether each word of the search begins a word of the text, case aside. */
export function hasWords(text: string, search: string): boolean {
  const given = words(text);
  return words(search).every((word) => given.some((other) => other.startsWith(word)));
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
