// The language on the screen: which it is, its messages, its direction.

import { signal } from '@preact/signals';
import { loaders } from 'virtual:messages';
import type en from '../../messages/en.json';
import { format_parts } from './parts.ts';
import type { Arguments, Compiled } from './parts.ts';

export type Key = keyof typeof en;

const stored_under = 'wayside.language';
const right_to_left = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'ckb', 'sd', 'ug', 'yi']);

export const languages_built = Object.keys(loaders);
export const language = signal('en');
export const time_zone = signal('UTC');
const catalogue = signal<Record<string, Compiled>>({});

export function text(key: Key, given: Arguments = {}): string {
    const place = { language: language.value, time_zone: time_zone.value };
    return format_parts(catalogue.value[key] ?? key, given, place);
}

/// For keys that are made at run time (a rule, a role): what has no message falls back.
export function text_or(key: string, fallback: string, given: Arguments = {}): string {
    const message = catalogue.value[key];
    if (message === undefined) return fallback;
    return format_parts(message, given, { language: language.value, time_zone: time_zone.value });
}

export function direction_of(spoken: string): 'rtl' | 'ltr' {
    return right_to_left.has(spoken) ? 'rtl' : 'ltr';
}

/// `?lang=` wins, then what was chosen here before, then what the browser asks for.
export function language_wanted(): string {
    const asked = new URLSearchParams(location.search).get('lang');
    const wanted = [asked, stored(), ...navigator.languages.map((name) => name.split('-')[0])];
    return wanted.find((name) => name && languages_built.includes(name)) ?? 'en';
}

export async function speak(wanted: string): Promise<void> {
    const load = loaders[wanted] ?? loaders.en;
    if (!load) throw new Error('no language was built');
    const loaded = await load();
    catalogue.value = loaded.default;
    language.value = wanted;
    document.documentElement.lang = wanted;
    document.documentElement.dir = direction_of(wanted);
}

export function remember_language(chosen: string): void {
    try {
        localStorage.setItem(stored_under, chosen);
    } catch (fault) {
        // A browser told to keep nothing speaks the chosen language until the page is left.
        if (!(fault instanceof DOMException)) throw fault;
    }
}

function stored(): string | null {
    try {
        return localStorage.getItem(stored_under);
    } catch (fault) {
        if (fault instanceof DOMException) return null;
        throw fault;
    }
}

/// A language's name in itself, as someone looks for it who reads no other.
export function own_name(name: string): string {
    return new Intl.DisplayNames([name], { type: 'language' }).of(name) ?? name;
}
