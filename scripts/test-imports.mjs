// npm run test:imports: has LibreOffice save a list in three locales, and reads what it wrote as the app would.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endOf } from './setup/child.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { node, projectFolder, toolEnvironment } from './setup/paths.mjs';
import { elapsed, runMain, SetupError } from './setup/progress.mjs';
import { lastLines, run } from './setup/run.mjs';
import { commandPath, ensureSystemPackages } from './setup/system-packages.mjs';
import { removeFolder, temporaryFolder } from './setup/temporary-folder.mjs';

const people = [
  { name: 'Müller, Jörg', email: 'joerg@acme.test', role: 'admin' },
  { name: 'Zoë "Zee" O’Neil', email: 'zoe@acme.test', role: 'agent' },
  { name: 'Two\nLines; and more', email: 'two@acme.test', role: 'agent' },
  { name: 'Nobody Yet', email: '', role: 'agent' },
];

/**
 * What people there choose when they save a list: separator, quote, character set (76 is UTF-8, 1 is Windows-1252, 65535 is
 * UTF-16), first line, formats, language, whether every text is quoted, and cells as shown.
 */
const locales = [
  { locale: 'en-US', headings: ['Name', 'Email', 'Role'], filter: '44,34,76,1,,1033,false,true' },
  { locale: 'de-DE', headings: ['Name', 'E-Mail', 'Rolle'], filter: '59,34,1,1,,1031,false,true' },
  { locale: 'fr-FR', headings: ['Nom', 'Courriel', 'Rôle'], filter: '9,34,65535,1,,1036,true,true' },
];

await runMain(async () => {
  await ensurePackages();
  await ensureSystemPackages({ binaries: [], display: false, browser: false, spreadsheet: true });
  const began = Date.now();
  const folder = join(projectFolder, 'out/imports');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const locale of locales) await save(locale, folder);
  writeFileSync(join(folder, 'people.json'), JSON.stringify(people));
  console.log(`LibreOffice has saved ${locales.length} lists (${elapsed(began)}).`);
  return endOf(
    spawn(node, [join(projectFolder, 'scripts/test.mjs'), 'unit', 'libreoffice.test'], {
      cwd: projectFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...toolEnvironment(), FASTLINKIT_LIBREOFFICE_FILES: folder },
    }),
  );
});

/**
 * Makes a spreadsheet and saves it as CSV.
 *
 * @param {typeof locales[number]} locale
 * @param {string} target the folder
 * @throws {SetupError} when LibreOffice does not write the file
 */
async function save({ locale, headings, filter }, target) {
  const profile = temporaryFolder('fastlinkit-libreoffice');
  try {
    mkdirSync(join(profile, 'user'));
    writeFileSync(join(profile, 'user/registrymodifications.xcu'), settings(locale));
    const rows = [headings, ...people.map(({ name, email, role }) => [name, email, role])];
    const text = rows
      .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
      .join('\n');
    writeFileSync(join(profile, `${locale}.csv`), text);
    const sheet = join(profile, 'sheet');
    await convert(profile, [
      '--infilter=CSV:44,34,76,1',
      '--convert-to',
      'ods',
      '--outdir',
      sheet,
      join(profile, `${locale}.csv`),
    ]);
    const csv = `csv:Text - txt - csv (StarCalc):${filter}`;
    await convert(profile, ['--convert-to', csv, '--outdir', target, join(sheet, `${locale}.ods`)]);
  } finally {
    removeFolder(profile);
  }
  if (!readdirSync(target).includes(`${locale}.csv`))
    throw new SetupError(`LibreOffice saved no list in ${locale}.`);
}

/**
 * @param {string} profile
 * @param {string[]} parameters
 */
async function convert(profile, parameters) {
  const { code, output } = await run(
    commandPath('soffice') ?? 'soffice',
    ['--headless', `-env:UserInstallation=${pathToFileURL(profile).href}`, ...parameters],
    { timeout: 180_000 },
  );
  if (code !== 0) throw new SetupError(`LibreOffice failed.\n${lastLines(output)}`);
}

/** @param {string} locale */
function settings(locale) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Setup/L10N">
    <prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>${locale}</value></prop>
  </item>
</oor:items>
`;
}
