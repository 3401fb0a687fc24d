// All message files together: compiles them, and refuses a set in which a language lacks a message,
// has one too many, names other arguments, or leaves out a plural case that its grammar has.

import type { Compiled, Part } from '../src/language/parts.ts';
import { MessageFault, parse_message } from './icu_parser.ts';

export type Catalogue = Record<string, Compiled>;

/// Compiles `sources` (language -> text of its JSON file). The first language in order of name is
/// not special: every language is held against the union of all.
/// Throws one MessageFault that lists every fault found, so that a translator sees all at once.
export function compile_catalogues(sources: Record<string, string>): Record<string, Catalogue> {
    const faults: string[] = [];
    const parsed = new Map<string, Map<string, Part[]>>();
    for (const language of Object.keys(sources).sort()) {
        parsed.set(language, read_language(language, sources[language] ?? '', faults));
    }
    const keys = new Set([...parsed.values()].flatMap((messages) => [...messages.keys()]));
    for (const key of [...keys].sort()) compare_languages(key, parsed, faults);
    if (faults.length) throw new MessageFault(faults.join('\n'));
    return Object.fromEntries(
        [...parsed].map(([language, messages]) => [
            language,
            Object.fromEntries([...messages].map(([key, parts]) => [key, shortest(parts)])),
        ]),
    );
}

function read_language(language: string, json: string, faults: string[]): Map<string, Part[]> {
    const messages = new Map<string, Part[]>();
    for (const twice of keys_that_stand_twice(json))
        faults.push(`${language}: "${twice}" stands twice`);
    for (const [key, text] of Object.entries(JSON.parse(json) as Record<string, unknown>)) {
        if (typeof text !== 'string' || !text.trim()) {
            faults.push(`${language}: "${key}" is empty`);
            continue;
        }
        try {
            const parts = parse_message(text);
            check_plurals(parts, language);
            messages.set(key, parts);
        } catch (fault) {
            if (!(fault instanceof MessageFault)) throw fault;
            faults.push(`${language}: "${key}": ${fault.message}`);
        }
    }
    return messages;
}

// JSON.parse keeps the last of two equal keys and says nothing; a merge of two branches makes such.
function keys_that_stand_twice(json: string): string[] {
    const keys = [...json.matchAll(/^\s*"([^"]+)"\s*:/gm)].map((found) => found[1] ?? '');
    return keys.filter((key, at) => keys.indexOf(key) !== at);
}

function compare_languages(
    key: string,
    parsed: Map<string, Map<string, Part[]>>,
    faults: string[],
): void {
    let agreed: { language: string; names: string } | undefined;
    for (const [language, messages] of parsed) {
        const parts = messages.get(key);
        if (!parts) {
            faults.push(`${language}: "${key}" is missing`);
            continue;
        }
        const names = [...argument_names(parts)].sort().join(', ');
        if (agreed && agreed.names !== names) {
            faults.push(
                `${language}: "${key}" takes (${names}), ${agreed.language} (${agreed.names})`,
            );
        }
        agreed ??= { language, names };
    }
}

function argument_names(parts: Part[], found = new Set<string>()): Set<string> {
    for (const part of parts) {
        if (typeof part === 'string' || part.kind === 'count') continue;
        found.add(part.name);
        if ('options' in part) {
            for (const option of Object.values(part.options)) argument_names(option, found);
        }
    }
    return found;
}

function check_plurals(parts: Part[], language: string): void {
    for (const part of parts) {
        if (typeof part === 'string' || !('options' in part)) continue;
        for (const option of Object.values(part.options)) check_plurals(option, language);
        if (part.kind === 'select') continue;
        const type = part.kind === 'plural' ? 'cardinal' : 'ordinal';
        const needed = new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories;
        const given = Object.keys(part.options).filter((key) => !key.startsWith('='));
        const missing = needed.filter((category) => !given.includes(category));
        const extra = given.filter((category) => !(needed as string[]).includes(category));
        if (missing.length) throw new MessageFault(`plural case missing: ${missing.join(', ')}`);
        if (extra.length) throw new MessageFault(`no such plural case: ${extra.join(', ')}`);
    }
}

function shortest(parts: Part[]): Compiled {
    return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
}
