// The arrivals: who is called, in a room, waiting (in calling order), and who is expected next.

import type { QueueItem, Visit } from '../api/shapes.ts';
import { clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import type { Key } from '../language/speak.ts';
import { Cut } from '../shared/cut.tsx';
import { practitioner_name, service_name } from '../shared/names.ts';
import { now_ms } from '../shared/node_clock.ts';
import { StatusMark } from '../shared/status_mark.tsx';
import { MainAct } from './main_act.tsx';
import { row_focus } from './row_focus.ts';
import { open_visit, queue, todays, visits } from './state.ts';
import { held_visit } from './undo.ts';
import { ticket_number, who_is } from './visit_words.ts';
import { wait_words } from './wait_words.ts';

const expected_shown = 10;

export function Lists() {
    const shown = queue.value;
    const known = (items: QueueItem[]) =>
        items.map((item) => visits.value.get(item.visit)).filter((visit) => visit !== undefined);
    return (
        <div class="lists" onKeyDown={row_focus}>
            <Section title="lists.called" visits={known(shown?.called ?? [])} />
            <Section title="lists.waiting" visits={known(shown?.waiting ?? [])} />
            <Section title="lists.in_room" visits={known(shown?.in_room ?? [])} />
            <Section title="lists.expected" visits={expected()} most={expected_shown} />
        </div>
    );
}

function expected(): Visit[] {
    const coming = (todays.value?.visits ?? []).filter(
        (visit) => visit.status === 'booked' || visit.status === 'expected',
    );
    const when = (visit: Visit) => Date.parse(visit.start ?? visit.changed ?? '');
    return coming.sort((left, right) => when(left) - when(right));
}

interface SectionOf {
    title: Key;
    visits: Visit[];
    most?: number;
}

function Section({ title, visits: all, most = 60 }: SectionOf) {
    const more = all.length - most;
    return (
        <section>
            <h2>
                {text(title)}{' '}
                <span class="count">{text('lists.count', { count: all.length })}</span>
            </h2>
            {all.length === 0 && <p class="nobody">{text('lists.nobody')}</p>}
            <ul>
                {all.slice(0, most).map((visit) => (
                    <Row key={visit.id} visit={visit} />
                ))}
            </ul>
            {more > 0 && <p class="nobody">{text('lists.more', { count: more })}</p>}
        </section>
    );
}

function Row({ visit }: { visit: Visit }) {
    const number = ticket_number(visit);
    const still = still_waits(visit);
    return (
        <li class="row" data-leaving={held_visit.value === visit.id}>
            <button
                type="button"
                class="open"
                data-row={visit.id}
                onClick={() => open_visit(visit.id)}
            >
                <StatusMark status={visit.status} />
                <span class="words">
                    <span class="first">
                        {number && <bdi class="number">{number}</bdi>}
                        <Cut name>{visit.patient?.name || (number ? '' : who_is(visit))}</Cut>
                        {visit.triage && <Triage level={visit.triage} />}
                    </span>
                    <span class="second parts">
                        {when(visit) && <span>{when(visit)}</span>}
                        {still && <span class="still">{still}</span>}
                        {visit.practitioner && <bdi>{practitioner_name(visit.practitioner)}</bdi>}
                        <Cut>{service_name(visit.service)}</Cut>
                    </span>
                </span>
            </button>
            <MainAct visit={visit} short />
        </li>
    );
}

function when(visit: Visit): string | undefined {
    if (visit.arrived && visit.status === 'waiting') {
        return text('lists.waits', { minutes: minutes_since(visit.arrived) });
    }
    return visit.start && clock_text(visit.start);
}

function still_waits(visit: Visit): string | undefined {
    return wait_words(queue.value?.waiting.find((item) => item.visit === visit.id)?.wait);
}

function minutes_since(time: string): number {
    return Math.max(0, Math.floor((now_ms.value - Date.parse(time)) / 60_000));
}

/// The class of a triage as a word in a frame; the frame's strokes differ, not only its colour.
export function Triage({ level }: { level: string }) {
    return (
        <span class="triage" data-level={level}>
            {text('triage.is', { level })}
        </span>
    );
}
