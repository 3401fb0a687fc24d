// A practitioner is not there: what the node proposes, what was chosen, whom to tell, and back.

import { signal } from '@preact/signals';
import type { Press } from '../api/client.ts';
import { Refused, Unreachable } from '../api/problem.ts';
import type { Absence, AbsenceProposals, Proposal } from '../api/shapes.ts';
import { clock_text, date_after } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { setup } from '../shared/node.ts';
import { client, date, refresh, shown_day } from './state.ts';

export type AbsenceStep =
    { step: 'ask'; practitioner: string } | { step: 'told'; practitioner: string; id: string };

export const absence_step = signal<AbsenceStep | undefined>(undefined);

/// What came of a press: the answer, or why there is none.
export type Outcome<T> = { told: T } | { refused: Refused } | { silent: true };

/// When somebody is absent, in words; `short` is for a button.
export function span_words({ from, until }: Span, short?: 'short'): string {
    const ends = shown_day.value?.ends;
    const to_the_end = ends !== undefined && Date.parse(until) >= Date.parse(ends);
    const given = { from: clock_text(from), until: clock_text(until) };
    if (short) return text(to_the_end ? 'absence.stands_on' : 'absence.stands', given);
    return text(to_the_end ? 'absence.when_on' : 'absence.when', given);
}

interface Span {
    from: string;
    until: string;
}

/// A wall time of the shown clinic day as the node reads it; empty stays empty.
export function on_this_day(time: string): string {
    if (!time) return '';
    const day = time < (setup.peek()?.day_begins ?? '') ? date_after(date.peek(), 1) : date.peek();
    return `${day}T${time}:00`;
}

export function ask(
    practitioner: string,
    from: string,
    until: string,
    most_moved: string,
): Promise<Outcome<AbsenceProposals>> {
    const asked = new URLSearchParams();
    if (from) asked.set('from', on_this_day(from));
    if (until) asked.set('until', on_this_day(until));
    if (most_moved) asked.set('most_moved', most_moved);
    const path = `/api/practitioners/${practitioner}/absence?${asked}`;
    return outcome(client.get<AbsenceProposals>(path));
}

/// Names the proposal by its digest and says what it changes, without anybody's words.
export function accept(
    asked: AbsenceProposals,
    proposal: Proposal,
    press: Press,
): Promise<Outcome<Absence>> {
    const changes = proposal.changes.map(({ visit, to }) => ({ visit, to }));
    const { from, until } = asked;
    const body = { from, until, proposal: proposal.proposal, changes };
    const path = `/api/practitioners/${asked.practitioner}/absence`;
    return outcome(then_refreshed(client.post<Absence>(path, body, press)));
}

export function fetch_absence(id: string): Promise<Outcome<Absence>> {
    return outcome(client.get<Absence>(`/api/absences/${id}`));
}

/// `restore`: every visit goes back to where it was. `keep`: the practitioner is back, and visits
/// stay where they are now.
export function undo_absence(
    id: string,
    visits: 'restore' | 'keep',
    press: Press,
): Promise<Outcome<Absence>> {
    const path = `/api/absences/${id}/undo`;
    return outcome(then_refreshed(client.post<Absence>(path, { visits }, press)));
}

async function then_refreshed<T>(asking: Promise<T>): Promise<T> {
    const told = await asking;
    // The act is done whether or not the day could be read again.
    await refresh().catch((fault: unknown) => {
        if (!(fault instanceof Unreachable || fault instanceof Refused)) throw fault;
    });
    return told;
}

async function outcome<T>(asking: Promise<T>): Promise<Outcome<T>> {
    try {
        return { told: await asking };
    } catch (fault) {
        if (fault instanceof Refused) return { refused: fault };
        if (fault instanceof Unreachable) return { silent: true };
        throw fault;
    }
}
