// The first words, in every language at once: who reads only one of them must find it.

import { loaders } from 'virtual:messages';
import { format_parts } from '../language/parts.ts';

export interface Greeting {
    hello: string;
    choose: string;
}

export const greetings: Record<string, Greeting> = {};

export async function load_greetings(): Promise<void> {
    for (const [language, load] of Object.entries(loaders)) {
        const messages = (await load()).default;
        const said = (key: string) =>
            format_parts(messages[key] ?? '', {}, { language, time_zone: 'UTC' });
        greetings[language] = { hello: said('kiosk.hello'), choose: said('kiosk.choose_language') };
    }
}
