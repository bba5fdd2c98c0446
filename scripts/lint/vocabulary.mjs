// npm run lint:vocabulary: rejects the names and phrases of scripts/lint/old-vocabulary.mjs in code, texts and documents.
// `-- --counts` counts them instead, and `-- --review` counts the words that a person has to decide on.
import { findOldVocabulary, findPhrases } from './find-old-vocabulary.mjs';
import { forReview } from './old-vocabulary.mjs';
import { searchProject } from './search-project.mjs';

const review = process.argv.includes('--review');
const onlyCounts = review || process.argv.includes('--counts');

const { findings, files } = searchProject((path, text) =>
  review ? findPhrases(path, text, forReview) : findOldVocabulary(path, text),
);

if (onlyCounts) printCounts();
else {
  for (const { path, line, word, instead } of findings)
    console.log(`${path}${line === 0 ? '' : `:${line}`}  ${word} → ${instead}`);
  if (findings.length > 0) console.log(`\n${findings.length} old words in ${files} files`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

/** How often each word is used, and in how many files. */
function printCounts() {
  /** @type {Map<string, { count: number, files: Set<string>, instead: string }>} */
  const counts = new Map();
  for (const { word, path, instead } of findings) {
    const entry = counts.get(word) ?? { count: 0, files: new Set(), instead };
    entry.count += 1;
    entry.files.add(path);
    counts.set(word, entry);
  }
  const rows = [...counts].toSorted(([, one], [, other]) => other.count - one.count);
  for (const [word, { count, files, instead }] of rows)
    console.log(
      `${String(count).padStart(5)} in ${String(files.size).padStart(3)} files  ${word} → ${instead}`,
    );
  console.log(`${String(findings.length).padStart(5)} in all`);
}
