import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mayBeShipped } from '../package/licence.mjs';

/**
 * Puts beside what is built which packages are inside it: `packages.json` for the app to show, and `licenses.txt`
 * with the texts that their licences ask to be passed on. A licence that does not let it be shipped ends the build.
 *
 * @returns {import('vite').Plugin}
 */
export function bundledPackages() {
  return {
    name: 'bundled-packages',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined));
      const packages = [...folders]
        .map(readPackage)
        .toSorted((one, other) => one.name.localeCompare(other.name));
      const list = packages.map(({ name, version, license }) => ({ name, version, license }));
      this.emitFile({ type: 'asset', fileName: 'packages.json', source: `${JSON.stringify(list)}\n` });
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: packages.map(notice).join('\n') });
    },
  };
}

/**
 * The innermost package that a module belongs to.
 *
 * @param {string} moduleId
 */
function packageFolder(moduleId) {
  return /^(?:\0)?(?<folder>.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId)?.groups?.[
    'folder'
  ];
}

/**
 * @typedef {{ name: string, version: string, license: string, text: string }} Package
 * @param {string} folder
 * @returns {Package}
 */
function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof name !== 'string' || typeof version !== 'string' || typeof license !== 'string')
    throw new Error(`The package in ${folder} does not say what it is and how it is licensed.`);
  if (!mayBeShipped(license))
    throw new Error(`${name} ${version} is licensed under ${license}, and may not be shipped.`);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  return { name, version, license, text: file === undefined ? '' : readFileSync(join(folder, file), 'utf8') };
}

/** @param {Package} one */
function notice({ name, version, license, text }) {
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${text.trim()}\n`;
}
