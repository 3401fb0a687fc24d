// Vite plugin: `virtual:messages/<language>` is that language's compiled catalogue, and
// `virtual:messages` lists the languages there are with a loader for each. A fault ends the build.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { compile_catalogues } from './catalogue.ts';

const list_name = 'virtual:messages';

export function messages(folder: string): Plugin {
    const languages = readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => file.slice(0, -'.json'.length))
        .sort();

    return {
        name: 'wayside-messages',
        buildStart() {
            for (const language of languages) this.addWatchFile(join(folder, `${language}.json`));
        },
        resolveId(id) {
            return id === list_name || id.startsWith(`${list_name}/`) ? `\0${id}` : undefined;
        },
        load(id) {
            if (!id.startsWith(`\0${list_name}`)) return undefined;
            const catalogues = compile_catalogues(read_all(folder, languages));
            if (id === `\0${list_name}`) return loaders(languages);
            const language = id.slice(`\0${list_name}/`.length);
            return `export default ${JSON.stringify(catalogues[language])};`;
        },
    };
}

function read_all(folder: string, languages: string[]): Record<string, string> {
    const read = (language: string) => readFileSync(join(folder, `${language}.json`), 'utf8');
    return Object.fromEntries(languages.map((language) => [language, read(language)]));
}

function loaders(languages: string[]): string {
    const entry = (language: string) =>
        `${JSON.stringify(language)}: () => import('${list_name}/${language}')`;
    return `export const loaders = {${languages.map(entry).join(', ')}};`;
}
