// The day by practitioner: a column each, time downwards, a line where now is.
//
// A day has a hundred visits, so the sheet is one stop of the Tab key and arrows lead on inside it.

import { useEffect, useRef } from 'preact/hooks';
import type { Day, Visit } from '../api/shapes.ts';
import { clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { now_ms } from '../shared/node_clock.ts';
import { Cut } from '../shared/cut.tsx';
import { practitioner_name, service_name, status_word } from '../shared/names.ts';
import { StatusMark } from '../shared/status_mark.tsx';
import { in_lanes } from './lanes.ts';
import { PractitionerHead } from './practitioner_head.tsx';
import { row_focus } from './row_focus.ts';
import { date, open_visit, panel, shown_day } from './state.ts';
import { held_visit } from './undo.ts';
import { has_ended, ticket_number, who_is } from './visit_words.ts';

const hour_ms = 3_600_000;
const minute_ms = 60_000;
/// A shorter visit has room for a name only; the rest is in its title and panel.
const two_lines_minutes = 15;

interface Axis {
    from: number;
    to: number;
}

export function DaySheet() {
    const day = shown_day.value?.date === date.value ? shown_day.value : undefined;
    const sheet = useRef<HTMLDivElement>(null);
    const axis = day && axis_of(day);
    useEffect(() => {
        if (sheet.current && axis) scroll_to_now(sheet.current, axis);
    }, [day?.date]);
    if (!day) return <p class="sheet-empty">{text('link.joining')}</p>;
    if (!axis) return <p class="sheet-empty">{text('day.closed')}</p>;
    const minutes = (axis.to - axis.from) / minute_ms;
    return (
        <div
            class="sheet"
            ref={sheet}
            role="region"
            aria-label={text('day.sheet')}
            aria-describedby="sheet-keys"
            tabIndex={0}
            onKeyDown={row_focus}
        >
            <p id="sheet-keys" class="hidden-words">
                {text('day.keys')}
            </p>
            <div
                class="sheet-inside"
                style={{ '--minutes': minutes, '--columns': day.practitioners.length }}
            >
                <div class="corner" />
                {day.practitioners.map((each) => (
                    <PractitionerHead key={each.id} practitioner={each} />
                ))}
                <Hours axis={axis} />
                {day.practitioners.map((each, column) => (
                    <Column
                        key={each.id}
                        day={day}
                        practitioner={each.id}
                        axis={axis}
                        column={column}
                    />
                ))}
                <NowLine axis={axis} />
            </div>
        </div>
    );
}

// In whole steps of ten minutes, so that no visit peeps out from under the heads by a hair.
function scroll_to_now(sheet: HTMLElement, axis: Axis): void {
    const line = sheet.querySelector<HTMLElement>('.now-line');
    const column = sheet.querySelector<HTMLElement>('.column');
    if (!line || !column) return;
    const step = (column.offsetHeight / (axis.to - axis.from)) * minute_ms * 10;
    const wanted = line.offsetTop - sheet.clientHeight / 3;
    sheet.scrollTop = Math.max(0, Math.round(wanted / step) * step);
}

function axis_of(day: Day): Axis | undefined {
    const spans = day.practitioners.flatMap((each) => each.shifts);
    const placed = day.visits.filter((visit) => visit.start && visit.practitioner);
    const starts = [...spans.map((span) => Date.parse(span.from)), ...placed.map(start_of)];
    const ends = [...spans.map((span) => Date.parse(span.to)), ...placed.map(end_of)];
    if (!starts.length) return undefined;
    const from = Math.floor(Math.min(...starts) / hour_ms) * hour_ms;
    return { from, to: Math.ceil(Math.max(...ends) / hour_ms) * hour_ms };
}

function start_of(visit: Visit): number {
    return Date.parse(visit.start ?? '');
}

function end_of(visit: Visit): number {
    return start_of(visit) + (visit.minutes ?? 10) * minute_ms;
}

function at(from: number, to: number, axis: Axis) {
    const begin = Math.max(from, axis.from);
    return {
        '--from': (begin - axis.from) / minute_ms,
        '--length': Math.max(0, Math.min(to, axis.to) - begin) / minute_ms,
    };
}

function Hours({ axis }: { axis: Axis }) {
    const count = (axis.to - axis.from) / hour_ms;
    const hours = Array.from({ length: count }, (_, index) => axis.from + index * hour_ms);
    return (
        <div class="hours" aria-hidden="true">
            {hours.map((hour) => (
                <span key={hour} style={at(hour, hour + hour_ms, axis)}>
                    {clock_text(hour)}
                </span>
            ))}
        </div>
    );
}

interface ColumnOf {
    day: Day;
    practitioner: string;
    axis: Axis;
    column: number;
}

function Column({ day, practitioner, axis, column }: ColumnOf) {
    const known = day.practitioners.find((each) => each.id === practitioner);
    // Whoever holds the time stands first, an extra beside them.
    const placed = day.visits
        .filter((visit) => visit.practitioner === practitioner && visit.start)
        .sort((a, b) => Number(Boolean(a.overbooked)) - Number(Boolean(b.overbooked)));
    const laned = in_lanes(placed, (visit) => ({ from: start_of(visit), to: end_of(visit) }));
    return (
        <div class="column">
            {known?.shifts.map((span) => (
                <div
                    key={span.from}
                    class="shift"
                    style={at(Date.parse(span.from), Date.parse(span.to), axis)}
                />
            ))}
            {known?.breaks.map((span) => (
                <div
                    key={span.from}
                    class="pause"
                    style={at(Date.parse(span.from), Date.parse(span.to), axis)}
                >
                    {text('day.break')}
                </div>
            ))}
            <ul aria-label={practitioner_name(practitioner)}>
                {laned.map(({ item, lane, lanes }) => (
                    <li
                        key={item.id}
                        data-shared={lanes > 1}
                        style={{
                            ...at(start_of(item), end_of(item), axis),
                            '--lane': lane,
                            '--lanes': lanes,
                        }}
                    >
                        <Block visit={item} column={column} />
                    </li>
                ))}
            </ul>
        </div>
    );
}

function Block({ visit, column }: { visit: Visit; column: number }) {
    const open = panel.value.kind === 'visit' && panel.value.id === visit.id;
    const number = ticket_number(visit);
    const leaving = held_visit.value === visit.id;
    const short = (visit.minutes ?? 0) < two_lines_minutes;
    return (
        <button
            type="button"
            class="block"
            tabIndex={open ? 0 : -1}
            data-row={visit.id}
            data-column={column}
            data-status={visit.status}
            data-ended={has_ended(visit)}
            data-leaving={leaving}
            aria-current={open}
            title={in_full(visit)}
            onClick={() => open_visit(visit.id)}
        >
            <StatusMark status={visit.status} />
            <span class="block-words">
                <span class="hidden-words">{clock_text(start_of(visit))} </span>
                <Cut name>{who_is(visit)}</Cut>
                <span class={short ? 'hidden-words' : 'parts'}>
                    {number && visit.patient?.name && <bdi class="number">{number}</bdi>}
                    {visit.overbooked && <span class="extra-mark">{text('extra.mark')}</span>}
                    {visit.to_rebook ? (
                        <span class="to-rebook">{text('visit.to_rebook')}</span>
                    ) : (
                        <span>{status_word(visit.status)}</span>
                    )}
                    <Cut>{service_name(visit.service)}</Cut>
                </span>
            </span>
        </button>
    );
}

function in_full(visit: Visit): string {
    const facts = [who_is(visit), service_name(visit.service), status_word(visit.status)];
    if (visit.overbooked) facts.push(text('extra.mark'));
    if (visit.to_rebook) facts.push(text('visit.to_rebook'));
    return `${clock_text(start_of(visit))} ${facts.join(' · ')}`;
}

function NowLine({ axis }: { axis: Axis }) {
    const now = now_ms.value;
    if (now < axis.from || now > axis.to) return null;
    return (
        <>
            <div class="now-line" style={at(now, now, axis)} />
            <div class="now-time" style={at(now, now, axis)}>
                <span>
                    <span class="hidden-words">{text('day.now')} </span>
                    {clock_text(now)}
                </span>
            </div>
        </>
    );
}
