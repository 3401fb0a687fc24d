// Single keys of the desk. They rest while somebody types, and can be turned off altogether, as
// speech input and shaky hands need.

import { signal } from '@preact/signals';
import { date_after } from '../language/clinic_time.ts';
import { absence_step } from './absence.ts';
import { close_panel, date, panel } from './state.ts';
import { trouble } from './acts.ts';
import { first_row } from './row_focus.ts';
import { undo } from './undo.ts';

const stored_under = 'wayside.single_keys_off';

export const help_open = signal(false);
export const single_keys = signal(read_choice());

export function set_single_keys(on: boolean): void {
    single_keys.value = on;
    try {
        localStorage.setItem(stored_under, on ? '' : 'off');
    } catch (fault) {
        // Where nothing may be stored the choice lasts as long as the page.
        if (!(fault instanceof DOMException)) throw fault;
    }
}

function read_choice(): boolean {
    try {
        return localStorage.getItem(stored_under) !== 'off';
    } catch (fault) {
        if (fault instanceof DOMException) return true;
        throw fault;
    }
}

/// Listens until the returned function is called; `show_day` shows a date, or today.
export function listen_for_keys(show_day: (date: string | undefined) => void): () => void {
    const acts: Record<string, () => void> = {
        '/': () => document.getElementById('search')?.focus(),
        '?': () => (help_open.value = !help_open.peek()),
        b: () => (panel.value = { kind: 'order', walk_in: false }),
        w: () => (panel.value = { kind: 'order', walk_in: true }),
        q: () => focus_first('.lists [data-row]', close_panel),
        s: () => focus_first('.sheet [data-row]'),
        t: () => show_day(undefined),
        '[': () => show_day(date_after(date.peek(), -1)),
        ']': () => show_day(date_after(date.peek(), 1)),
        z: undo,
    };
    const on_key = (event: KeyboardEvent) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
        if (event.key === 'Escape') return escape();
        if (!single_keys.peek() || is_typing(event.target)) return;
        const act = acts[event.key];
        if (!act) return;
        event.preventDefault();
        act();
    };
    document.addEventListener('keydown', on_key);
    return () => document.removeEventListener('keydown', on_key);
}

function escape(): void {
    if (absence_step.peek()) {
        absence_step.value = undefined;
    } else if (help_open.peek()) {
        help_open.value = false;
    } else if (trouble.peek()) {
        trouble.value = undefined;
    } else {
        const was = panel.peek();
        close_panel();
        if (was.kind === 'visit') focus_first(`[data-row="${CSS.escape(was.id)}"]`);
    }
}

function focus_first(selector: string, before?: () => void): void {
    before?.();
    requestAnimationFrame(() => {
        first_row([...document.querySelectorAll<HTMLElement>(selector)])?.focus();
    });
}

function is_typing(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && target.matches('input, textarea, select');
}
