// Where a person at the kiosk is, and all that they have said so far. `wipe` forgets everything;
// nothing is kept in the address, the history, or the browser's stores.

import { signal } from '@preact/signals';
import { Client } from '../api/client.ts';
import type { Press } from '../api/client.ts';
import { Refused, Unreachable } from '../api/problem.ts';
import type { Arrival, Finding } from '../api/shapes.ts';
import { language } from '../language/speak.ts';

export type Step =
    | 'language'
    | 'way'
    | 'name'
    | 'day'
    | 'month'
    | 'year'
    | 'confirm'
    | 'code'
    | 'asking'
    | 'ticket'
    | 'trouble';

const client = new Client('kiosk');

export const step = signal<Step>('language');
export const name = signal('');
export const code = signal('');
export const day = signal(0);
export const month = signal(0);
export const year = signal(0);
export const ticket = signal('');
let sent: { arrival: Arrival; press: Press } | undefined;

const before: Partial<Record<Step, Step>> = {
    way: 'language',
    name: 'way',
    day: 'name',
    month: 'day',
    year: 'month',
    confirm: 'year',
    code: 'way',
};

export function can_go_back(): boolean {
    return before[step.value] !== undefined;
}

export function go_back(): void {
    const earlier = before[step.peek()];
    if (earlier === 'language') wipe();
    else if (earlier) step.value = earlier;
}

export function wipe(): void {
    name.value = '';
    code.value = '';
    day.value = 0;
    month.value = 0;
    year.value = 0;
    ticket.value = '';
    sent = undefined;
    step.value = 'language';
}

export function birth_date(): string {
    const two = (number: number) => String(number).padStart(2, '0');
    return `${year.value}-${two(month.value)}-${two(day.value)}`;
}

/// The 29th of February exists for whoever has not chosen a year yet.
export function days_in(month_number: number, year_number: number): number {
    return new Date(Date.UTC(year_number || 2024, month_number, 0)).getUTCDate();
}

export async function arrive(finding: Finding): Promise<void> {
    sent = { arrival: { ...finding, language: language.peek() }, press: client.press() };
    await send_again();
}

/// The same press once more: if the first was heard and only its answer lost, the ticket is one.
export async function send_again(): Promise<void> {
    const sending = sent;
    if (!sending) return wipe();
    step.value = 'asking';
    try {
        const told = await client.post<{ number: string }>(
            '/api/arrivals',
            sending.arrival,
            sending.press,
        );
        if (sent !== sending) return;
        ticket.value = told.number;
        step.value = 'ticket';
    } catch (fault) {
        if (!(fault instanceof Refused || fault instanceof Unreachable)) throw fault;
        if (sent === sending) step.value = 'trouble';
    }
}
