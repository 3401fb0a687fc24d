// Asks the node for patients once the typing rests.

import { Refused, Unreachable } from '../api/problem.ts';
import type { Patient } from '../api/shapes.ts';
import { client } from './state.ts';

const rest_ms = 200;
const least_letters = 2;

/// Tells `found` what the node knows for `words`; undefined while there is nothing to say. Returns
/// how to call it off: an answer that comes late must not replace a newer one.
export function search_patients(
    words: string,
    found: (patients: Patient[] | undefined) => void,
): () => void {
    let current = true;
    if (words.trim().length < least_letters) {
        found(undefined);
        return () => undefined;
    }
    const timer = window.setTimeout(async () => {
        const patients = await ask(words.trim());
        if (current) found(patients);
    }, rest_ms);
    return () => {
        current = false;
        window.clearTimeout(timer);
    };
}

async function ask(words: string): Promise<Patient[] | undefined> {
    try {
        const asked = new URLSearchParams({ search: words });
        const told = await client.get<{ patients: Patient[] }>(`/api/patients?${asked}`);
        return told.patients.slice(0, 12);
    } catch (fault) {
        if (fault instanceof Refused || fault instanceof Unreachable) return undefined;
        throw fault;
    }
}
